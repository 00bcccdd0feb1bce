"""One pure function over many tiles: one after the other, in threads, or on a Dask cluster.

The function and its items are the same everywhere, so the results are too, to the bit.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from heatmodel.errors import BadConfig

Item = TypeVar("Item")
Result = TypeVar("Result")

SERIAL, THREADS = "serial", "threads"
_SECONDS_TO_CONNECT = 10


@dataclass(frozen=True)
class Schedule:
    """`how` is "serial", "threads" or the address of a Dask scheduler (tcp://host:8786).

    At most `at_once` items are being computed or waiting to be written.
    """

    how: str = SERIAL
    workers: int = 2

    def __post_init__(self) -> None:
        if self.how not in (SERIAL, THREADS) and "://" not in self.how:
            raise BadConfig(f"scheduler {self.how!r}: serial, threads or tcp://host:port")
        if self.workers < 1:
            raise BadConfig("at least one worker is needed")

    @property
    def at_once(self) -> int:
        return 1 if self.how == SERIAL else self.workers + 1

    def run(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result]]:
        """Each item with its result, in the order of `items`.

        On Dask, function and items must be picklable and files be seen by all workers under
        the same names. The first error ends the run. Raises BadConfig if no scheduler answers.
        """
        if self.how == SERIAL:
            for item in items:
                yield item, function(item)
            return
        with self._executor() as submit:
            waiting: deque[tuple[Item, Any]] = deque()
            for item in items:
                waiting.append((item, submit(function, item)))
                if len(waiting) >= self.at_once:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)

    def _executor(self) -> AbstractContextManager[Callable[..., Any]]:
        return _threads(self.workers) if self.how == THREADS else _cluster(self.how)


def _first(waiting: deque[tuple[Item, Any]]) -> tuple[Item, Any]:
    item, future = waiting.popleft()
    return item, future.result()


@contextmanager
def _threads(workers: int) -> Iterator[Callable[..., Any]]:
    executor: Executor = ThreadPoolExecutor(workers)
    try:
        yield executor.submit
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[Callable[..., Any]]:
    from distributed import Client  # slow to import, and rarely needed

    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as problem:  # TimeoutError is an OSError
        raise BadConfig(f"no Dask scheduler at {address}: {problem}") from problem
    with client:
        yield lambda function, item: client.submit(function, item, pure=False)
