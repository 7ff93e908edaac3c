"""Whoever waits sees that something goes on."""

from __future__ import annotations

import io

from tests.simulator import SimulatedClock
from verifier.cli.progress import PlainProgress
from verifier.model.verdict import Access
from verifier.runs.events import Asking, Checked


def lines_of_a_minute(*, quiet: bool, event: Asking | Checked | None) -> list[str]:
    """What is said in 61 seconds in which nothing happens after `event`."""
    stream, clock = io.StringIO(), SimulatedClock()

    async def minute() -> None:
        progress = PlainProgress(clock, quiet=quiet, stream=stream)
        if event is not None:
            progress(event)
        for _ in range(61):
            await clock.sleep(1)
            progress.beat()

    clock.run(minute())
    return stream.getvalue().splitlines()


def test_a_line_every_half_minute_though_nothing_happens() -> None:
    asking, checked = Asking(1_040), Checked("https://paper.demo/", Access.GONE, None, 1, 40)

    assert lines_of_a_minute(quiet=False, event=asking) == ["0 of 1,040 checked"] * 2
    assert lines_of_a_minute(quiet=False, event=checked) == ["1 of 40 checked (1 gone)"] * 2
    assert lines_of_a_minute(quiet=True, event=asking) == []
    assert lines_of_a_minute(quiet=False, event=None) == []
