"""Run one task over many items on several processes; whatever happens to one item, the others are finished."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

__all__ = ["ONE_THREAD", "WorkerLostError", "available_cores", "run_batch"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# Workers share the cores by being many, not by each taking all: one thread each, so that neither the number of
# jobs nor the number of cores changes a float.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerLostError(Exception):
    """The process that worked on an item died (out of memory, a crash in a library), twice."""


def available_cores() -> int:
    """Cores this process may use, which in a container are fewer than the machine's."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_batch(
    task: Callable[[Item], Result], items: Sequence[Item], *, jobs: int
) -> Iterator[tuple[int, Result | Exception]]:
    """Results as they are finished, each with the index of its item; an item's exception is its result.

    Parameters
    ----------
    task
        A function of a module (it travels to other processes by name).
    items
        What to work on; they are pickled.
    jobs
        Processes; with one, or one item, everything runs in this process.
    """
    if jobs <= 1 or len(items) <= 1:
        for index, item in enumerate(items):
            # The sums of BLAS depend on its threads: here as many as in a worker, whatever was loaded before.
            with _one_thread_per_worker(), threadpool_limits(1):
                outcome = _attempt(task, item)
            yield index, outcome
        return
    suspects: list[int] = []
    for index, outcome in _run_pool(task, items, range(len(items)), jobs):
        if isinstance(outcome, BrokenProcessPool):
            suspects.append(index)
        else:
            yield index, outcome
    # A dead worker takes the whole pool along and does not say which item it was: try each one alone.
    for index in suspects:
        ((_, outcome),) = _run_pool(task, items, [index], 1)
        if isinstance(outcome, BrokenProcessPool):
            outcome = WorkerLostError(
                "the process working on it died, alone and with others: it may need more memory than there is"
            )
        yield index, outcome


def _attempt(task: Callable[[Item], Result], item: Item) -> Result | Exception:
    try:
        return task(item)
    except Exception as error:  # one bad item never stops a batch
        return error


def _run_pool(
    task: Callable[[Item], Result], items: Sequence[Item], indices: Sequence[int], jobs: int
) -> Iterator[tuple[int, Result | Exception]]:
    with _one_thread_per_worker():
        pool = ProcessPoolExecutor(
            max_workers=min(jobs, len(indices)), mp_context=multiprocessing.get_context("spawn")
        )
        index_of: dict[Future[Result | Exception], int] = {}
        broken_before_start: list[tuple[int, BrokenProcessPool]] = []
        try:
            for index in indices:
                try:
                    index_of[pool.submit(_attempt, task, items[index])] = index
                except BrokenProcessPool as error:
                    broken_before_start.append((index, error))
            for future in as_completed(index_of):
                try:
                    yield index_of[future], future.result()
                except BrokenProcessPool as error:
                    yield index_of[future], error
            yield from broken_before_start
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _one_thread_per_worker() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
