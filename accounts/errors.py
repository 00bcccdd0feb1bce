"""What can go wrong with an account, one class per fact. Statuses are given at the edge."""

from collections.abc import Iterable


class BadCredentials(Exception):
    """Authorization was sent, and it opens nothing. Never says which part was wrong."""


class Throttled(Exception):
    """Too many failures; `wait_s` seconds until the next try counts again."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"throttled for {wait_s} s")
        self.wait_s = wait_s


class TooManyCredentials(Exception):
    """The account holds as many live secrets as one account may."""


class UnknownPermission(Exception):
    """A role was to be granted something no app declares."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(", ".join(sorted(names)))
