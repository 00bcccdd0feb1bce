"""What a MapLibre expression gives for one feature: the part of the language that symbols use.

https://maplibre.org/maplibre-style-spec/expressions/
"""

from collections.abc import Callable, Mapping, Sequence
from operator import ge, gt, le, lt
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
    """Between two stops the value between theirs; of what is no number, the last stop passed."""
    kind, position = arguments[0], evaluate(arguments[1], properties, zoom)
    stops = arguments[2::2]
    values = [evaluate(one, properties, zoom) for one in arguments[3::2]]
    if not isinstance(position, (int, float)) or position <= stops[0]:
        return values[0]
    for low, high, start, end in zip(stops, stops[1:], values, values[1:], strict=False):
        if position < high:
            if not isinstance(start, (int, float)):
                return start
            base = kind[1] if kind[0] == "exponential" else 1
            return start + (end - start) * _share(position - low, high - low, base)
    return values[-1]


def _share(passed: float, whole: float, base: float) -> float:
    return passed / whole if base == 1 else (base**passed - 1) / (base**whole - 1)


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    """A comparison; with something unknown it does not hold."""

    def operator(arguments: Sequence[Any], properties: Properties, zoom: float) -> bool:
        left, right = (evaluate(part, properties, zoom) for part in arguments)
        return left is not None and right is not None and holds(left, right)

    return operator


def _all(arguments: Sequence[Any], properties: Properties, zoom: float) -> bool:
    return all(evaluate(part, properties, zoom) for part in arguments)


def _any(arguments: Sequence[Any], properties: Properties, zoom: float) -> bool:
    return any(evaluate(part, properties, zoom) for part in arguments)


def names_in(value: Any) -> set[str]:
    """The properties that an expression, or any structure of them, reads."""
    if isinstance(value, Mapping):
        return {name for part in value.values() for name in names_in(part)}
    if not isinstance(value, (list, tuple)):
        return set()
    if len(value) == 2 and value[0] in ("get", "has") and isinstance(value[1], str):
        return {value[1]}
    return {name for part in value for name in names_in(part)}


def _has(arguments: Sequence[Any], properties: Properties, zoom: float) -> bool:
    """Tiles leave out what is unknown, so None is a property that there is not."""
    return properties.get(arguments[0]) is not None


_OPERATORS: dict[str, Callable[[Sequence[Any], Properties, float], Any]] = {
    "get": _get,
    "has": _has,
    "concat": _concat,
    "==": _equal,
    "!=": lambda *parts: not _equal(*parts),
    ">": _compared(gt),
    ">=": _compared(ge),
    "<": _compared(lt),
    "<=": _compared(le),
    "!": lambda *parts: not _all(*parts),
    "all": _all,
    "any": _any,
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
