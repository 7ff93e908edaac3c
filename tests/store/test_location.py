from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import StoreError
from verifier.model.redaction import redacted
from verifier.store.location import require_database, sqlite_path

BASE = Path("/srv/corpus")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///verifier.db", "/srv/corpus/verifier.db"),
        ("sqlite:///var/a b.db", "/srv/corpus/var/a b.db"),
        ("sqlite:////var/lib/verifier.db", "/var/lib/verifier.db"),
        ("sqlite+pysqlite:///verifier.db", "/srv/corpus/verifier.db"),
    ],
)
def test_a_relative_path_is_relative_to_the_configuration(url: str, path: str) -> None:
    assert sqlite_path(url, BASE) == Path(path)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "sqlite:///a?x=1",
    ],
)
def test_a_database_that_is_gone_after_the_run_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="does not name a plain file") as caught:
        sqlite_path(url, BASE)
    assert "sqlite:///verifier.db" in caught.value.hint


@pytest.mark.parametrize(
    "url",
    [
        "",
        "verifier.db",
        "mysql://h/db",
        "postgresql://h/db",
        "sqlite://host/x.db",
        "sqlite:///a\0b",
        "://",
        "x:y:z://",
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        sqlite_path(url, BASE)
    assert "sqlite:///verifier.db" in caught.value.hint


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:s3cret@db.example/verifier",
        "postgresql://ada:s3cret@db.example:badport/verifier",
        "postgresql://ada:s3/cr@s3cret@db.example/verifier",
        "postgresql://db.example/verifier?user=ada&password=s3cret",
        "postgresql+nothing://:s3cret@db.example/verifier",
        "mysql://ada:s3cret\n@db.example",
    ],
)
def test_a_password_never_shows(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        sqlite_path(url, BASE)
    assert "s3cret" not in str(caught.value) + caught.value.hint
    assert "s3cret" not in redacted(url)


def test_a_database_has_one_path_by_whichever_name_it_is_opened(tmp_path: Path) -> None:
    """Else two runs that go through different links would hold different locks."""
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "linked").symlink_to(real)
    (real / "alias.db").symlink_to("verifier.db")
    names = ("real/verifier.db", "linked/verifier.db", "linked/alias.db", "real/../real/verifier.db")

    assert {sqlite_path(f"sqlite:///{name}", tmp_path) for name in names} == {real.resolve() / "verifier.db"}


def test_who_only_reads_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database") as caught:
        require_database("sqlite:///verifier.db", tmp_path)
    assert "verifier run" in caught.value.hint
    assert list(tmp_path.iterdir()) == []
