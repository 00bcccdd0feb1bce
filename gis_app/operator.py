"""Who answers for a published map, for the legal pages. Another city enters itself here."""

from dataclasses import dataclass

from layers.ground.models import City


@dataclass(frozen=True)
class Operator:
    """A city's administration as the public reaches it."""

    name: str
    street: str
    town: str
    phone: str
    website: str

    @property
    def phone_uri(self) -> str:
        """As in RFC 3966, for a link."""
        digits = "".join(character for character in self.phone if character.isdigit())
        return f"tel:+49{digits.removeprefix('0')}"


_OPERATORS = {
    "05915000": Operator(
        name="Stadt Hamm",
        street="Theodor-Heuss-Platz 16",
        town="59065 Hamm",
        phone="02381 17-7777",
        website="https://www.hamm.de/",
    )
}


def operator_of(city: City | None) -> Operator | None:
    """None for a city that has not entered itself; its legal pages say that it must."""
    return _OPERATORS.get(city.ags) if city else None
