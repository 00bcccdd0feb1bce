"""What can be wrong with a file that is said to be a photograph."""


class PhotoRefused(Exception):
    """It is not taken; nothing of it is kept."""


class NotAPhoto(PhotoRefused):
    """Not a readable JPEG, PNG or WebP, whatever its name says."""


class FileTooLarge(PhotoRefused):
    """More bytes than MAX_BYTES."""


class TooManyPixels(PhotoRefused):
    """More pixels than MAX_PIXELS, however few bytes they are packed into."""


class TooSmall(PhotoRefused):
    """So few pixels that nothing can be made out."""
