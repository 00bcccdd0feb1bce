"""The attribute table as a workbook for Excel, with its sources on a second sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from psycopg import Connection

from layers.publish.downloads.files import ROWS_AT_A_TIME, Limits, finished, portions
from layers.publish.downloads.order import Order, TooLarge
from layers.publish.properties import shown
from layers.publish.rows import count

MOST_ROWS = 2**20 - 1  # of a sheet, below its heading


def xlsx(snapshot: Connection, order: Order) -> Iterator[bytes]:
    return finished(lambda folder: _make(snapshot, order, folder))


def _make(snapshot: Connection, order: Order, folder: Path) -> Path:
    limits = Limits(folder)
    statement = count(order.query, MOST_ROWS + 1)
    [(number,)] = snapshot.execute(statement.text, statement.params).fetchall()
    if number > MOST_ROWS:
        raise TooLarge
    book = Workbook(write_only=True)
    sheet = book.create_sheet(order.layer.name[:31])
    sheet.freeze_panes = "A2"
    try:
        sheet.append(["id", *(one.name for one in shown(order.layer))])
        for rows in portions(snapshot, order, [], ROWS_AT_A_TIME):
            for row in rows:
                sheet.append([_cell(sheet, one) for one in row])
            limits.check()
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # else its temporary file stays until the server ends
        raise
    _sources(book, order)
    made = folder / "table.xlsx"
    book.save(made)
    limits.check()
    return made


def _sources(book: Workbook, order: Order) -> None:
    sheet = book.create_sheet(_("Quellen"))
    sheet.append([_("Datensatz"), _("Quellenvermerk"), _("Herausgeber"), _("Lizenz"), "URL"])
    for one in order.sources:
        words = (one.title, one.attribution, one.publisher, one.licence, one.licence_uri)
        sheet.append([_cell(sheet, word) for word in words])


def _cell(sheet: Any, value: Any) -> Any:
    """Text stays text, even where it begins like a formula; moments are in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
