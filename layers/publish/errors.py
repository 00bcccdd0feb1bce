"""What can go wrong while something is published."""


class PressBusy(Exception):
    """Others are having PDFs made, and the turn did not come in time."""
