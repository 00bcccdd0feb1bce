"""What the first requests of a web process would wait for, done before or beside them."""

import importlib
import threading

from django.urls import get_resolver

from routing import services


def load_pages() -> None:
    """Import every view, before the process listens.

    One born again after a kill would keep waiting those whom it takes over, while the other
    processes could have answered.
    """
    _ = get_resolver().url_patterns


def warm_up() -> threading.Thread:
    """Load the network of ways, the press for PDFs and GDAL for downloads in a thread of its own.

    Neither the start nor a tile waits for it. Its priority is that of the others: a thread that
    is put off while it holds the interpreter puts off all of them.
    """
    thread = threading.Thread(target=_warm, name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    services.warm_up()
    for name in ("layers.publish.paper", "pyogrio"):  # WeasyPrint, and pandas for downloads
        importlib.import_module(name)
