"""Turn instructions on ways drawn by hand: metres east and north of a corner."""

import numpy as np
import pytest
from django.utils.translation import override

from routing.directions.steps import steps
from routing.directions.ways import Piece, Way
from routing.directions.words import length_words, step_html, step_text

E0, N0 = 420_000.0, 5_726_000.0


def piece(*corners: tuple[float, float], name: str = "", **values) -> Piece:
    line = np.add(corners, (E0, N0))
    length = float(np.hypot(*np.diff(line, axis=0).T).sum())
    defaults = {"kind": "residential", "duration_s": length / 1.25}
    return Piece(line=line, length_m=length, name=name, **defaults | values)


def told(*pieces: Piece, goal: str = "", stops: tuple[int, ...] = ()) -> list[str]:
    with override("de"):
        return [step_text(step, goal) for step in steps(Way(pieces, stops))]


def test_one_street_is_one_instruction() -> None:
    way = [
        piece((0, 0), (0, 100), name="Ostenallee"),
        piece((0, 100), (0, 300), name="Ostenallee"),
    ]
    assert told(*way) == ["Start auf Ostenallee nach Norden", "Ziel erreicht"]
    assert steps(Way(way))[0].length_m == pytest.approx(300)


@pytest.mark.parametrize(
    ("corner", "words"),
    [
        ((0, 200), "Geradeaus weiter auf Weststraße"),
        ((70, 170), "Halb rechts auf Weststraße"),
        ((100, 100), "Rechts abbiegen auf Weststraße"),
        ((60, 20), "Scharf rechts abbiegen auf Weststraße"),
        ((1, 0), "Umkehren auf Weststraße"),
        ((-60, 20), "Scharf links abbiegen auf Weststraße"),
        ((-100, 100), "Links abbiegen auf Weststraße"),
        ((-70, 170), "Halb links auf Weststraße"),
    ],
)
def test_every_turn_has_its_word(corner: tuple[float, float], words: str) -> None:
    way = [
        piece((0, 0), (0, 100), name="Ostenallee"),
        piece((0, 100), corner, name="Weststraße"),
    ]
    assert told(*way)[1] == words


@pytest.mark.parametrize(
    ("corner", "words"),
    [
        ((0, 9), "nach Norden"),
        ((9, 9), "nach Nordosten"),
        ((9, 0), "nach Osten"),
        ((-9, -9), "nach Südwesten"),
    ],
)
def test_the_start_names_the_direction(corner: tuple[float, float], words: str) -> None:
    assert told(piece((0, 0), corner)) == [f"Start {words}", "Ziel erreicht"]


def test_the_direction_at_a_corner_is_that_of_the_metres_beside_it() -> None:
    """The street comes round a bend: from the south, not from the west where it began."""
    bent = piece((-200, 0), (0, 0), (0, 50), name="Ostenallee")
    assert told(bent, piece((0, 50), (80, 50), name="Nordstraße"))[1].startswith("Rechts")


def test_a_bend_of_one_street_is_told_where_it_is_sharp() -> None:
    way = [piece((0, 0), (0, 100), name="Ring"), piece((0, 100), (90, 100), name="Ring")]
    assert told(*way)[1] == "Rechts abbiegen auf Ring"


def test_a_crossing_belongs_to_the_corner_it_stands_at() -> None:
    way = [
        piece((0, 0), (0, 100), name="Ostenallee"),
        piece((0, 100), (0, 110), kind="footway", is_crossing=True),
        piece((0, 110), (70, 110), name="Nordstraße"),
    ]
    first, second, _goal = steps(Way(way))
    assert first.crosses and first.length_m == pytest.approx(110)
    assert second.turn == "right" and second.name == "Nordstraße"


def test_stairs_are_said_and_whether_they_go_up() -> None:
    way = [
        piece((0, 0), (0, 100), name="Ostenallee"),
        piece((0, 100), (0, 112), kind="steps", climb_m=3.0, descent_m=0.0),
        piece((0, 112), (0, 200), kind="footway"),
    ]
    assert told(*way)[1:3] == ["Geradeaus weiter (Treppe hinauf)", "Geradeaus weiter (Fußweg)"]
    assert Way(way).stairs == 1


def test_a_via_point_is_told_and_the_way_starts_anew() -> None:
    way = [piece((0, 0), (0, 100), name="Ring"), piece((0, 100), (0, 0), name="Ring")]
    assert told(*way, stops=(1,), goal="Pauluskirche") == [
        "Start auf Ring nach Norden",
        "Zwischenziel 1 erreicht",
        "Start auf Ring nach Süden",
        "Ziel erreicht: Pauluskirche",
    ]


def test_names_are_escaped_on_pages() -> None:
    street = piece((0, 0), (0, 100), name="<b>Allee & Co</b>")
    with override("ar"):
        html = step_html(steps(Way([street]))[0])
    assert '<bdi lang="de">&lt;b&gt;Allee &amp; Co&lt;/b&gt;</bdi>' in html


def test_steps_hold_every_metre_once() -> None:
    way = Way(
        [
            piece((0, 0), (0, 100), name="A"),
            piece((0, 100), (10, 100)),
            piece((10, 100), (10, 300), name="B"),
            piece((10, 300), (10, 340), kind="steps"),
        ]
    )
    stretches = [step for step in steps(way) if step.last > step.first]
    assert [step.first for step in stretches] == [0, *(step.last for step in stretches[:-1])]
    assert sum(step.length_m for step in stretches) == pytest.approx(way.length_m)


def test_unknown_shade_stays_unknown() -> None:
    way = Way([piece((0, 0), (0, 100), shade=0.8), piece((0, 100), (0, 200))])
    assert way.sun_m == pytest.approx(20)
    assert way.shade_share == pytest.approx(0.8)
    assert way.unknown_shade_m == pytest.approx(100)
    assert Way([piece((0, 0), (0, 100))]).sun_m is None


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0, "5 m"), (12, "10 m"), (347, "350 m"), (994, "990 m"), (1384, "1,4 km")],
)
def test_lengths_are_as_exact_as_one_walks(metres: float, words: str) -> None:
    with override("de"):
        assert length_words(metres).replace("\N{NO-BREAK SPACE}", " ") == words
