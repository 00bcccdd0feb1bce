"""What can go wrong with a suggestion."""


class AlreadyDecided(Exception):
    """Somebody else was quicker."""
