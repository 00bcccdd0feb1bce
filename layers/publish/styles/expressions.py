"""What a MapLibre expression gives for one feature: enough of the language for a legend.

https://maplibre.org/maplibre-style-spec/expressions/
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Properties = Mapping[str, Any]


def evaluate(value: Any, properties: Properties, zoom: float) -> Any:
    """The value of an expression; what is no expression, or an unknown one, is itself."""
    if not isinstance(value, (list, tuple)) or not value or not isinstance(value[0], str):
        return value
    operator = _OPERATORS.get(value[0])
    return operator(value[1:], properties, zoom) if operator else value


def example(condition: Sequence[Any] | None) -> dict[str, Any]:
    """The properties of a feature that passes a filter of `==` and `in`; the first that does."""
    match condition:
        case ["==", ["get", name], value]:
            return {name: value}
        case ["in", ["get", name], ["literal", [first, *_]]]:
            return {name: first}
        case ["all", *parts]:
            return {name: value for part in parts for name, value in example(part).items()}
    return {}


def _get(arguments: Sequence[Any], properties: Properties, zoom: float) -> Any:
    return properties.get(arguments[0])


def _concat(arguments: Sequence[Any], properties: Properties, zoom: float) -> str:
    return "".join(str(evaluate(part, properties, zoom) or "") for part in arguments)


def _equal(arguments: Sequence[Any], properties: Properties, zoom: float) -> bool:
    left, right = (evaluate(part, properties, zoom) for part in arguments)
    return left == right


def _in(arguments: Sequence[Any], properties: Properties, zoom: float) -> bool:
    needle, haystack = (evaluate(part, properties, zoom) for part in arguments)
    return haystack is not None and needle is not None and needle in haystack


def _case(arguments: Sequence[Any], properties: Properties, zoom: float) -> Any:
    for condition, result in zip(arguments[:-1:2], arguments[1::2], strict=False):
        if evaluate(condition, properties, zoom):
            return evaluate(result, properties, zoom)
    return evaluate(arguments[-1], properties, zoom)


def _match(arguments: Sequence[Any], properties: Properties, zoom: float) -> Any:
    wanted = evaluate(arguments[0], properties, zoom)
    for labels, result in zip(arguments[1:-1:2], arguments[2:-1:2], strict=True):
        if wanted in labels if isinstance(labels, (list, tuple)) else wanted == labels:
            return evaluate(result, properties, zoom)
    return evaluate(arguments[-1], properties, zoom)


def _coalesce(arguments: Sequence[Any], properties: Properties, zoom: float) -> Any:
    values = (evaluate(part, properties, zoom) for part in arguments)
    return next((value for value in values if value is not None), None)


def _step(arguments: Sequence[Any], properties: Properties, zoom: float) -> Any:
    position = evaluate(arguments[0], properties, zoom)
    result = arguments[1]
    for stop, value in zip(arguments[2::2], arguments[3::2], strict=True):
        if isinstance(position, (int, float)) and position >= stop:
            result = value
    return evaluate(result, properties, zoom)


def _interpolate(arguments: Sequence[Any], properties: Properties, zoom: float) -> Any:
    """The value at the last stop passed; a legend shows one state, not the way between two."""
    return _step((arguments[1], arguments[3], *arguments[2:]), properties, zoom)


_OPERATORS: dict[str, Callable[[Sequence[Any], Properties, float], Any]] = {
    "get": _get,
    "concat": _concat,
    "==": _equal,
    "in": _in,
    "case": _case,
    "match": _match,
    "coalesce": _coalesce,
    "step": _step,
    "interpolate": _interpolate,
    "zoom": lambda arguments, properties, zoom: zoom,
    "literal": lambda arguments, properties, zoom: arguments[0],
    "image": lambda arguments, properties, zoom: evaluate(arguments[0], properties, zoom),
}
