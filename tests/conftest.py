from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from verifier.store.database import Database


def pytest_addoption(parser: pytest.Parser) -> None:
    """Long forms of tests that are short in CI."""
    parser.addoption("--whole", action="store_true", help="take the whole corpus where a third of it does")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database with all migrations."""
    with closing(Database.open("sqlite:///verifier.db", tmp_path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all examples of a property; what an example writes is undone (`undone`)."""
    with closing(Database.open("sqlite:///verifier.db", tmp_path_factory.mktemp("shared"))) as opened:
        yield opened
