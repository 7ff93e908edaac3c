from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.reading import write_files
from verifier.corpus.selection import resolve_selection
from verifier.errors import CorpusError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write_files(
        tmp_path, {"corpus/a.md": "", "corpus/b/c.md": "", "other/d.md": "", "other/e/f.md": ""}
    )


def test_no_path_is_the_whole_configured_corpus(place: Path) -> None:
    assert resolve_selection(place / "corpus", []) == (place / "corpus", ())


def test_paths_inside_select_among_its_documents(place: Path) -> None:
    paths = [place / "corpus" / "a.md", place / "other" / ".." / "corpus" / "b"]

    assert resolve_selection(place / "corpus", paths) == (place / "corpus", tuple(paths))


def test_one_directory_elsewhere_is_a_corpus_of_its_own(place: Path) -> None:
    assert resolve_selection(place / "corpus", [place / "other"]) == (place / "other", ())
    assert resolve_selection(place / "no-corpus-yet", [place / "other"]) == (place / "other", ())


def test_other_paths_get_the_directory_they_have_in_common(place: Path) -> None:
    files = (place / "other" / "d.md", place / "other" / "e" / "f.md")

    assert resolve_selection(place / "corpus", files) == (place / "other", files)
    assert resolve_selection(place / "corpus", files[:1]) == (place / "other", files[:1])
    mixed = (place / "corpus", place / "other")
    assert resolve_selection(place / "corpus", mixed) == (place, mixed)


def test_a_linked_root_is_the_directory_it_leads_to(place: Path) -> None:
    (place / "link").symlink_to("corpus")

    paths = (place / "corpus" / "a.md",)
    assert resolve_selection(place / "link", paths) == (place / "link", paths)


def test_a_missing_path_is_a_sentence(place: Path) -> None:
    with pytest.raises(CorpusError, match=r"no file or directory .*nowhere"):
        resolve_selection(place / "corpus", [place / "nowhere"])
