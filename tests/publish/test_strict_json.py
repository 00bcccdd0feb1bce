"""JSON from strangers, of which nothing can be read that cannot be stored."""

import pytest

from layers import strict_json


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "NaN", "[-Infinity]", "{'a': 1}", b"\xff", "[" * 100_000, '{"a":' * 100_000),
        *('"\\ud800"', '{"\\udc00": 1}', '["a\\ud83d", "\\ude00"]', b'"\xed\xa0\x80"'),
    ],
)
def test_what_is_none_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        strict_json.read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\\\ud800"', "\\ud800"),
        ('{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        ("\ufeff[1]".encode(), [1]),
    ],
)
def test_what_is_one_is_read(text: str | bytes, value: object) -> None:
    assert strict_json.read(text) == value
