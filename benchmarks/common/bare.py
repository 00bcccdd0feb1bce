"""A WSGI callable that does nothing but return bytes it was given, for the same server."""

import os
import pickle
from pathlib import Path

_ANSWERS: dict[str, bytes] = pickle.loads(Path(os.environ["BENCH_ANSWERS"]).read_bytes())


def application(environ, start_response):
    body = _ANSWERS[environ["PATH_INFO"]]
    headers = [
        ("Content-Type", "application/vnd.mapbox-vector-tile"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", str(len(body))),
    ]
    start_response("200 OK" if body else "204 No Content", headers)
    return [body]
