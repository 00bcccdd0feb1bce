"""What can be wrong with a request, in the words of OWS Common: a code, and where it is."""


class OwsError(Exception):
    """`code` as the standard calls it, `locator` the parameter or feature it is about."""

    code = "NoApplicableCode"
    status = 400

    def __init__(self, locator: str, text: str) -> None:
        super().__init__(text)
        self.locator, self.text = locator, text


class MissingParameterValue(OwsError):
    code = "MissingParameterValue"


class InvalidParameterValue(OwsError):
    code = "InvalidParameterValue"


class VersionNegotiationFailed(OwsError):
    code = "VersionNegotiationFailed"


class OperationNotSupported(OwsError):
    code = "OperationNotSupported"


class WrongMethod(OperationNotSupported):
    status = 405


class OptionNotSupported(OwsError):
    code = "OptionNotSupported"


class OperationParsingFailed(OwsError):
    code = "OperationParsingFailed"


class OperationProcessingFailed(OwsError):
    code = "OperationProcessingFailed"
    status = 403


class InvalidValue(OwsError):
    code = "InvalidValue"


class NotFound(OwsError):
    code = "NotFound"
    status = 404


class NotPermitted(OwsError):
    status = 403


class RequestTooLarge(OwsError):
    status = 413


class Busy(OwsError):
    status = 503
