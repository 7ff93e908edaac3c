from __future__ import annotations

import pytest

from tests.hostile.table import TABLE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what every case did."""
    if TABLE:
        terminalreporter.section("hostile sources")
        terminalreporter.write_line(f"{'case':<36}{'word':<20}{'seconds':>8}{'MB':>6}")
    for row in TABLE:
        terminalreporter.write_line(
            f"{row.name:<36}{row.word:<20}{row.seconds:>8.2f}{row.growth / 1e6:>6.1f}"
        )
