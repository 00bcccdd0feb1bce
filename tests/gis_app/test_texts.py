"""The scripts ask for the texts that the page gives them, for each of them and for no other."""

import re
from pathlib import Path

from gis_app.texts import script_texts

SOURCES = Path(__file__).resolve().parents[2] / "frontend" / "src"
CALL = re.compile(r"\btext\(([^)]*)\)")
KEY = re.compile(r"'([a-z_]+)'")


def test_the_scripts_get_the_texts_that_they_ask_for():
    calls = [call for path in SOURCES.rglob("*.ts") for call in CALL.findall(path.read_text())]
    asked = {key for call in calls for key in KEY.findall(call)}
    assert asked == set(script_texts())
