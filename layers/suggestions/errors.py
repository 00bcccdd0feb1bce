"""What can go wrong with a suggestion."""


class AlreadyDecided(Exception):
    """Somebody else was quicker."""


class NotOpen(Exception):
    """It cannot be taken back: nothing of it is left, or the answer was no."""
