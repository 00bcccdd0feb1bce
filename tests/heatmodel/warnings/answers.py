"""The recorded answers, changed where a test is about a change, and a server that gives them."""

import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RECORDED = Path(__file__).parent / "recorded"
IDENTIFIER = "2.49.0.0.276.0.DWD.PVW.1785661800000.5b1f0c2e-6f0e-4a53-9f0e-0c0f5f3f7a11"
SENT = "2026-08-02T09:10:00+00:00"


def alert(**changes: str) -> str:
    """The recorded message with the texts of these elements changed; `II`, `cell` by their value.

    `identifier` is the last part of the name; `references` names an earlier message by its.
    """
    text = (RECORDED / "alert.xml").read_text()
    if level := changes.pop("II", ""):
        text = text.replace("<value>247</value>", f"<value>{level}</value>")
    if cell := changes.pop("cell", ""):
        text = text.replace("805915000", cell)
    if name := changes.pop("identifier", ""):
        text = text.replace(IDENTIFIER, named(name))
    if earlier := changes.pop("references", ""):
        reference = f"<references>opendata@dwd.de,{named(earlier)},{SENT}</references>"
        text = text.replace("<scope>", f"{reference}<scope>", 1)
    for tag, value in changes.items():
        begin, end = f"<{tag}>", f"</{tag}>"
        parts = text.split(begin)
        text = parts[0] + "".join(f"{begin}{value}{end}{p.partition(end)[2]}" for p in parts[1:])
    return text


def named(name: str) -> str:
    return IDENTIFIER if name == "recorded" else f"2.49.0.0.276.0.DWD.PVW.{name}"


def status_zip(*messages: str) -> bytes:
    """As `Z_CAP_C_EDZW_LATEST_PVW_STATUS_PREMIUMDWD_COMMUNEUNION_MUL.zip`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, message in enumerate(messages):
            archive.writestr(f"2.49.0.0.276.0.DWD.PVW.{number}.MUL.xml", message)
    return packed.getvalue()


def kmz(text: str | None = None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "MOSMIX_L_2026080303_E422.kml", text or (RECORDED / "MOSMIX_L.kml").read_text()
        )
    return packed.getvalue()


class Weather:
    """A server on the loopback interface; `answers` by path: content, or a status without one.

    `made_at` is what it calls the time at which all of them were made; without, it does not say.
    """

    made_at: datetime | None = None

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: dict[str, bytes | int] = {}
        self.seen: list[tuple[str, str]] = []  # path, If-None-Match

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


@contextmanager
def weather_server() -> Iterator[Weather]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("If-None-Match", "")
            weather.seen.append((self.path, asked))
            answer = weather.answers.get(self.path, 404)
            etag = f'"{hash(answer)}"'
            if isinstance(answer, bytes) and asked == etag:
                answer = 304
            self.send_response(answer if isinstance(answer, int) else 200)
            if weather.made_at:
                self.send_header("Last-Modified", format_datetime(weather.made_at, usegmt=True))
            if isinstance(answer, bytes):
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if isinstance(answer, bytes):
                self.wfile.write(answer)

        def log_message(self, *_arguments: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    weather = Weather(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield weather
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
