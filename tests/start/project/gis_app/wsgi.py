"""The shortest site: one line, and which process said it."""

import os
from collections.abc import Callable, Iterable


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"Hamm {os.getppid()}".encode()]
