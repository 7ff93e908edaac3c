from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest

from tests.corpus.reading import CONFIG, read_files, write_files
from tests.report.reports import rendered, report_of
from verifier.corpus.documents import HEAD_LENGTH, is_own_report
from verifier.corpus.read import printable, read_corpus, require_citations
from verifier.errors import CorpusError
from verifier.report.formats import json_report

GOOD = "---\nsources: [https://x.org/a]\n---\n"


def with_id(document_id: str) -> str:
    return f"---\nid: {document_id}\nsources: [https://x.org/a]\n---\n"


def read_only(root: Path, *only: Path) -> tuple[list[str], dict[str, str]]:
    corpus = read_corpus(root, CONFIG.corpus, CONFIG.fields, only)
    documents = [document.path for document in corpus.documents]
    return documents, {file.path: file.message for file in corpus.unreadable}


def test_ids_are_unique_in_the_corpus(tmp_path: Path) -> None:
    files = {
        "a.md": with_id("one"),
        "b.md": with_id("one"),
        "c.md": with_id("d.md"),
        "d.md": GOOD,
        "e.md": with_id("e.md"),
    }
    corpus = read_files(tmp_path, files)

    assert [document.id for document in corpus.documents] == [
        "one",
        "b.md#one",
        "c.md#d.md",
        "d.md",
        "e.md",
    ]
    assert [document.disputed_id for document in corpus.documents] == [None, "one", "d.md", None, None]


def test_not_even_an_id_made_to_collide_does(tmp_path: Path) -> None:
    files = {name: with_id(own) for name, own in (("a.md", "c.md#one"), ("b.md", "one"), ("c.md", "one"))}
    corpus = read_files(tmp_path, files)

    assert [document.id for document in corpus.documents] == ["c.md#one", "one", "c.md"]


def test_a_citation_keeps_its_key_when_its_file_is_renamed_or_it_moves(tmp_path: Path) -> None:
    before = read_files(tmp_path / "1", {"a.md": with_id("one")})
    moved = "---\nid: one\ntitle: T\nsources:\n- https://x.org/new\n- https://x.org/a\n---\n"
    after = read_files(tmp_path / "2", {"x/b.md": moved})

    assert before.citations()[0].key == after.citations()[1].key
    assert after.citations()[0].key != after.citations()[1].key


def test_equal_entries_have_different_keys(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"a.md": "---\nsources: [https://x.org/a, https://x.org/a]\n---\n"})

    assert len({citation.key for citation in corpus.citations()}) == 2


def test_a_citation_has_a_source_or_the_reason_why_not(tmp_path: Path) -> None:
    listed = "HTTPS://X.org:443, ftp://x.org/a, '', words, {url: words}, {url: /tmp/a}"
    corpus = read_files(tmp_path, {"a.md": f"---\nsources: [{listed}]\n---\n"})

    assert [(citation.source, citation.unusable) for citation in corpus.citations()] == [
        ("https://x.org/", None),
        (None, "no-url"),
        (None, "no-url"),
        (None, "no-url"),
        (None, "malformed"),
        (None, "local-path"),
    ]


@pytest.mark.parametrize("name", ["missing", "file.md"])
def test_a_root_that_is_no_directory_says_so(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"file.md": GOOD})
    with pytest.raises(CorpusError, match=r"does not exist|is not a directory") as caught:
        read_corpus(tmp_path / name, CONFIG.corpus, CONFIG.fields)

    assert "[corpus]" in caught.value.hint


def test_only_restricts_to_files_and_directories(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": GOOD, "b/c.md": GOOD, "b/d.txt": GOOD, "e.md": GOOD})

    assert read_only(tmp_path, tmp_path / "b", tmp_path / "a.md") == (["a.md", "b/c.md"], {})
    assert read_only(tmp_path, tmp_path) == (["a.md", "b/c.md", "e.md"], {})


def test_a_named_document_is_read_whatever_the_patterns_say(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.markdown": GOOD, ".hidden/b.md": GOOD, "c.txt": GOOD, "node.json": "{}"})
    named = [tmp_path / name for name in ("a.markdown", ".hidden/b.md", "node.json")]

    assert read_only(tmp_path, *named) == ([".hidden/b.md", "a.markdown", "node.json"], {})
    assert read_only(tmp_path, tmp_path / ".hidden") == ([".hidden/b.md"], {})
    documents, refused = read_only(tmp_path, tmp_path / "c.txt")
    assert documents == []
    assert "none of a document" in refused["c.txt"]


def test_a_named_link_is_reported_and_not_followed(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/b.md": GOOD})
    (tmp_path / "link").symlink_to("a")

    documents, refused = read_only(tmp_path, tmp_path / "link")
    assert documents == []
    assert "symbolic link" in refused["link"]


def test_only_cannot_lead_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"in/a.md": GOOD, "b.md": GOOD})

    with pytest.raises(CorpusError, match="does not lie in"):
        read_only(tmp_path / "in", tmp_path / "in" / ".." / "b.md")


REPORT = '{"schema": "verifier-report-1", "root": "seeds", "citations": [{"url": "https://x.org/a"}]}'


def test_the_directory_that_a_run_writes_into_is_not_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": GOOD, "reports/report.md": "---\nopen", "b/reports/c.md": GOOD})

    def documents(*skip: Path) -> list[str]:
        corpus = read_corpus(tmp_path, CONFIG.corpus, CONFIG.fields, skip=skip)
        return [document.path for document in corpus.documents] + [file.path for file in corpus.unreadable]

    assert documents(tmp_path / "reports") == ["a.md", "b/reports/c.md"]
    assert documents(tmp_path / "b" / ".." / "reports") == ["a.md", "b/reports/c.md"]
    # Where it is no part of the corpus, or all of it, it cannot be left out.
    assert documents(tmp_path, tmp_path.parent, tmp_path / "none") == [
        "a.md",
        "b/reports/c.md",
        "reports/report.md",
    ]


def test_our_own_report_is_no_document(tmp_path: Path) -> None:
    indented = json.dumps(json.loads(REPORT), indent=4, sort_keys=True)
    giant = REPORT.replace("seeds", "x" * 5_000_000)
    full = REPORT.replace("[", "[" + "1," * 300_000)
    reports = {"": REPORT, "sorted/": indented, "giant/": giant}
    write_files(tmp_path, {f"{folder}report.json": text for folder, text in reports.items()})
    write_files(tmp_path, {"full/report.JSON": full})
    write_files(tmp_path, {"other.json": '{"schema": "event-1", "sources": ["https://x.org"]}'})

    assert read_only(tmp_path) == (["other.json"], {})


def test_no_document_leaves_the_corpus_by_calling_itself_a_report(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.json": REPORT, "b.json": json.dumps(json.loads(REPORT), sort_keys=True)})
    write_files(tmp_path, {"giant.json": REPORT.replace("seeds", "x" * 5_000_000)})

    documents, refused = read_only(tmp_path)

    assert (documents, list(refused)) == (["a.json", "b.json"], ["giant.json"])


def test_no_two_paths_are_shown_alike() -> None:
    pieces = ("\\", "x", "ff", os.fsdecode(b"\xff"), "/", "é")
    paths = ["".join(each) for length in range(6) for each in itertools.product(pieces, repeat=length)]

    assert len({printable(path) for path in paths}) == len(set(paths))
    assert printable(r"a\b.md") == r"a\b.md"
    assert printable(os.fsdecode(b"\xff.md")) == r"\xff.md"
    assert printable(r"\xff.md") == r"\\xff.md"


def test_the_schema_of_our_own_report_is_the_one_that_is_passed_over() -> None:
    assert is_own_report("a/report.json", rendered(json_report, report_of())[:HEAD_LENGTH])


def test_suffixes_count_in_any_case(tmp_path: Path) -> None:
    write_files(tmp_path, {"A.MD": GOOD, "B.Json": '{"sources": ["https://x.org"]}'})

    assert read_only(tmp_path) == (["A.MD", "B.Json"], {})


def test_a_corpus_without_a_citation_says_where_it_was_looked_for(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"a.md": "# Words", "bad.md": "---\nopen"})

    with pytest.raises(
        CorpusError, match=r'lists "refs" or "sources" in 1 document below .*; 1 file'
    ) as caught:
        require_citations(corpus, tmp_path, ("refs", "sources"))
    assert "[corpus]" in caught.value.hint
    require_citations(read_files(tmp_path, {"b.md": GOOD}), tmp_path, ("sources",))
