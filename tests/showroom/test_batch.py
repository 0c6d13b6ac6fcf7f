"""Batches: order, exceptions, and workers that die."""

from __future__ import annotations

import os
import time

import pytest

from showroom.batch import WorkerLostError, run_batch


def _square(number: int) -> int:
    if number == 3:
        raise ValueError("three is not liked")
    return number * number


def _die(number: int) -> int:
    time.sleep(0.05 * number)
    if number == 2:
        os._exit(9)  # as the system's out-of-memory killer would
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_is_the_result_of_its_item_alone(jobs: int) -> None:
    outcomes = dict(run_batch(_square, [1, 2, 3, 4], jobs=jobs))
    assert [outcomes[index] for index in (0, 1, 3)] == [1, 4, 16]
    assert isinstance(outcomes[2], ValueError)


def test_nothing_to_do() -> None:
    assert list(run_batch(_square, [], jobs=2)) == []


def test_a_dying_worker_costs_only_its_item() -> None:
    outcomes = dict(run_batch(_die, [0, 1, 2, 3, 4], jobs=2))
    assert [outcomes[index] for index in (0, 1, 3, 4)] == [0, 1, 3, 4]
    assert isinstance(outcomes[2], WorkerLostError)
