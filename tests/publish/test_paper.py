"""Paper is made of what is here, and of nothing else."""

import pytest
from weasyprint.urls import URLFetchingError

from layers.publish import paper


@pytest.mark.parametrize(
    "url",
    ["https://example.org/x.png", "http://127.0.0.1:8000/", "file:///etc/passwd", "manage.py"],
)
def test_paper_takes_nothing_from_elsewhere(url: str) -> None:
    with pytest.raises(URLFetchingError, match="nothing"):
        paper._OwnFiles().fetch(url)


def test_paper_takes_our_fonts_and_pictures_within_the_page() -> None:
    _family, _weight, font = next(paper.fonts())
    assert paper._OwnFiles().fetch(font).read()[:4] == b"wOF2"
    assert paper._OwnFiles().fetch("data:text/plain,a").read() == b"a"
