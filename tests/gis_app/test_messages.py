"""Every text is translated into every language of the interface; German is the source."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management.commands import makemessages

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
STAFF = Path(settings.BASE_DIR) / "accounts" / "locale"  # pages of staff: German and English
FOLDERS = sorted(Path(settings.BASE_DIR).glob("*/locale"))  # an app's own, else gis_app's
CATALOGUES = [
    *((folder, code) for folder in FOLDERS if folder != STAFF for code in LANGUAGES),
    (STAFF, "en"),
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class _TemplateOnly(makemessages.Command):
    """`makemessages` as it is, but it leaves the catalogues of the languages alone."""

    def write_po_file(self, potfile: str, locale: str) -> None:
        pass


@pytest.fixture(scope="module")
def texts() -> dict[Path, set[tuple[str, str]]]:
    """The texts of the code as they are now, context and German text, by folder."""
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed (Debian package gettext)")
    _TemplateOnly().execute(
        locale=["de"],
        exclude=[],
        domain="django",
        verbosity=0,
        all=False,
        extensions=[],
        symlinks=False,
        ignore_patterns=["frontend/*", ".venv*", "var/*", "tests/*", "benchmarks/*", "deploy/*"],
        use_default_ignore_patterns=True,
        no_wrap=False,
        no_location=False,
        add_location=None,
        no_obsolete=False,
        keep_pot=True,
        no_color=True,
        force_color=False,
        skip_checks=True,
        traceback=False,
    )
    found = {}
    for folder in FOLDERS:
        pot = folder / "django.pot"
        entries = polib.pofile(str(pot))
        pot.unlink()
        found[folder] = {(entry.msgctxt or "", entry.msgid) for entry in entries}
    return found


def catalogue(folder: Path, language: str) -> dict[tuple[str, str], polib.POEntry]:
    path = folder / language / "LC_MESSAGES" / "django.po"
    return {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_no_text_is_missing_or_fuzzy(texts, folder, language):
    known = catalogue(folder, language)
    missing = [key[1] for key in texts[folder] if key not in known or not known[key].translated()]
    assert not missing, f"{len(missing)} texts without {language}: {missing[:20]}"
    assert not [e.msgid for e in known.values() if e.fuzzy]


@pytest.mark.parametrize(("folder", "language"), CATALOGUES)
def test_placeholders_survive_translation(folder, language):
    for entry in filter(polib.POEntry.translated, catalogue(folder, language).values()):
        expected = set(PLACEHOLDER.findall(entry.msgid))
        if entry.msgid_plural:
            plural = set(PLACEHOLDER.findall(entry.msgid_plural))
            for text in entry.msgstr_plural.values():
                # A plural form may say the number in words.
                assert set(PLACEHOLDER.findall(text)) <= plural | expected, entry.msgid
        else:
            assert set(PLACEHOLDER.findall(entry.msgstr)) == expected, entry.msgid
