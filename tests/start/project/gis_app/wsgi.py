"""The shortest site: one line, which processes said it, and what its database knows."""

import os
from collections.abc import Callable, Iterable

import psycopg


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    status = "200 OK"
    if environ["PATH_INFO"] == "/database":
        try:
            psycopg.connect(os.environ["DATABASE_URL"]).close()
        except psycopg.OperationalError:
            status = "503 Service Unavailable"
    start_response(status, [("Content-Type", "text/plain")])
    return [f"Hamm {os.getppid()} {os.getpid()}".encode()]
