"""An edit changes what it says and not a byte more, or it is refused with a reason."""

from __future__ import annotations

import time

import pytest

from tests.corpus.patch_cases import ARCHIVE_ADDED
from tests.corpus.reading import CONFIG, draft_of
from verifier.config import FieldsConfig
from verifier.corpus.patching import Refused, patch, patch_possible
from verifier.model.citation import Place
from verifier.model.repair import Edit, EditedField, Patched

COPY = "https://web.archive.org/web/20240102030405/https://x.org/a"
DATE = "2024-01-02"
ARCHIVE = {"archive_url": COPY, "archive_date": DATE}


def edits(field: str = "sources", index: int = 0, /, **values: str) -> list[Edit]:
    names: list[EditedField] = ["url", "archive_url", "archive_date"]
    return [Edit(field, index, name, values[name]) for name in names if name in values]


def patched(
    content: str, changes: list[Edit], path: str = "a.md", fields: FieldsConfig = CONFIG.fields
) -> str:
    return patch(content.encode(), path, CONFIG.corpus.lists, fields, changes).decode()


def front(block: str) -> str:
    return f"---\n{block}\n---\nBody: https://x.org/a\n"


def refused(content: str, changes: list[Edit], path: str = "a.md") -> Refused:
    with pytest.raises(Refused) as caught:
        patched(content, changes, path)
    assert caught.value.refusal.reason
    return caught.value


@pytest.mark.parametrize("name", ARCHIVE_ADDED)
def test_a_copy_and_its_date_are_added_and_nothing_else(name: str) -> None:
    lines = ARCHIVE_ADDED[name].strip("\n").replace("<copy>", COPY).replace("<date>", DATE).split("\n")
    before, after = ("\n".join(line[1:] for line in lines if line[:1] in there) for there in ("- ", "+ "))

    assert patched(front(before), edits(**ARCHIVE)) == front(after)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("rest", ["", "\n", "\n\n  Body \u2028 \x00 'x'"])
def test_line_ends_marks_and_a_missing_last_line_end_stay(end: str, mark: str, rest: str) -> None:
    before, added = "---\nsources:\n- url: https://x.org/a\n", f"  archive_url: {COPY}\n"
    after = f"- b\n---{rest}"

    result = patched((mark + before + after).replace("\n", end), edits(archive_url=COPY))

    assert result == (mark + before + added + after).replace("\n", end)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- https://x.org/a", "- https://y.org/b"),
        ("- 'https://x.org/a'", "- 'https://y.org/b'"),
        (
            "- 'Reuters — It''s: https://x.org/a (May 2024)'",
            "- 'Reuters — It''s: https://y.org/b (May 2024)'",
        ),
        ('- "Reuters: \\"T\\" https://x.org/a."', '- "Reuters: \\"T\\" https://y.org/b."'),
        ("- Reuters, https://x.org/a", "- Reuters, https://y.org/b"),
        ("- Reuters - T: https://x.org/a", "- Reuters - T: https://y.org/b"),
        ("- |\n  Reuters\n  https://x.org/a", "- |\n  Reuters\n  https://y.org/b"),
        ("- url: https://x.org/a # c\n  title: A", "- url: https://y.org/b # c\n  title: A"),
        ("- title: A\n  url: New York Times", "- title: A\n  url: https://y.org/b"),
        ("- {href: 'https://x.org/a'}", "- {href: 'https://y.org/b'}"),
        ("- title: A", "- title: A\n  url: https://y.org/b"),
    ],
)
def test_another_url_takes_the_place_of_the_old_one(before: str, after: str) -> None:
    changed = patched(front(f"sources:\n{before}"), edits(url="https://y.org/b"))

    assert changed == front(f"sources:\n{after}")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("https://y.org/a#b?c=d&e=f", "https://y.org/a#b?c=d&e=f"),
        ("https://y.org/ä/漢/%20(x)", "https://y.org/ä/漢/%20(x)"),
        ("https://y.org/a b", "'https://y.org/a b'"),
        ("https://y.org/a #b", "'https://y.org/a #b'"),
        ("https://y.org/a: b", "'https://y.org/a: b'"),
        ("https://y.org/a:", "'https://y.org/a:'"),
        ("https://y.org/it's a", "'https://y.org/it''s a'"),
        ("2024-01-02", "'2024-01-02'"),
        ("null", "'null'"),
        ("*alias", "'*alias'"),
        ("1e5", "'1e5'"),
    ],
)
def test_a_value_is_quoted_where_it_would_be_read_as_something_else(value: str, written: str) -> None:
    result = patched(front("sources:\n- title: A\n  url: https://x.org/a"), edits(url=value))

    assert result == front(f"sources:\n- title: A\n  url: {written}")
    assert draft_of(result).entries[0].claim.url == value


def test_commas_and_brackets_are_quoted_between_brackets() -> None:
    result = patched(front("sources: [{url: https://x.org/a}]"), edits(url="https://y.org/[a],b"))

    assert result == front("sources: [{url: 'https://y.org/[a],b'}]")


INDENTED = """{
  "sources": [
    {
      "url": "https://x.org/a"%s
      "title": "é"
    }
  ]
}"""


@pytest.mark.parametrize(
    ("layout", "comma", "gap"),
    [
        (INDENTED, ",", "\n      "),
        (INDENTED.replace('%s\n      "title": "é"', "%s"), "", "\n      "),
        (INDENTED.replace("\n", "\r\n").replace("      ", "\t"), ",", "\r\n\t"),
        ('{"sources": [{"url": "https://x.org/a"%s "n": NaN}]}', ",", " "),
        ('{"sources": [{"title": "A", "url": "https://x.org/a"%s}]}\n', "", " "),
    ],
    ids=["indented", "the URL last", "CRLF and tabs", "in one line", "in one line, the URL last"],
)
def test_json_keeps_its_layout(layout: str, comma: str, gap: str) -> None:
    added = f',{gap}"archive_url": "{COPY}",{gap}"archive_date": "{DATE}"{comma}'

    assert patched(layout % comma, edits(**ARCHIVE), "a.json") == layout % added


def test_compact_json_stays_compact() -> None:
    before = '{"sources":[{"url":"https://x.org/a"%s,"title":"A","archive_url":%s}]}'

    assert patched(before % ("", "null"), edits(archive_url=COPY), "a.json") == before % ("", f'"{COPY}"')
    before = before.replace('"archive_url":%s', '"tier":%s')
    added = f',"archive_url":"{COPY}"'
    assert patched(before % ("", "1"), edits(archive_url=COPY), "a.json") == before % (added, "1")


def test_json_prose_and_escapes_are_kept() -> None:
    before = '{"sources": ["T \\u00e9 https://x.org/a", "https:\\/\\/x.org\\/b"]}'

    assert patched(before, edits("sources", 0, url="https://y.org/é"), "a.json") == (
        '{"sources": ["T \\u00e9 https://y.org/\\u00e9", "https:\\/\\/x.org\\/b"]}'
    )
    assert '"https://y.org/c"]' in patched(before, edits("sources", 1, url="https://y.org/c"), "a.json")


@pytest.mark.parametrize(
    ("sources", "changes", "place", "reason"),
    [
        ("- [{url: https://x.org/a}]", ARCHIVE, Place(3, 10), "a list inside its list"),
        ("- &a {url: https://x.org/a}\n- *a", ARCHIVE, Place(3, 3), "anchor"),
        ("- 'T: https://x.org/a'", ARCHIVE, Place(3, 7), "plain text"),
        ("- only words", {"url": COPY}, Place(3, 3), "no URL"),
        ("-", {"url": COPY}, Place(3, 2), "no URL"),
        ("- T https://x.org/a https://x.org/a", {"url": COPY}, Place(3, 5), "once"),
        ('- "T\\u00e9 https:\\/\\/x.org/a"', {"url": COPY}, Place(3, 12), "once"),
        ("- url: https://x.org/a\n  archive_url: [a]", ARCHIVE, Place(3, 8), "list or mapping"),
        ("- url: [https://x.org/a]", ARCHIVE, Place(3, 9), "list or mapping"),
        ("- url: https://x.org/a\n  archived: true", ARCHIVE, Place(3, 8), 'says "true"'),
        (
            "- url: https://x.org/a\n  archive_url: https://y.org\n    b",
            ARCHIVE,
            Place(3, 8),
            "several lines",
        ),
        ("- url: !!str https://x.org/a", {"url": COPY}, Place(3, 14), "YAML tag"),
        ("- {}", ARCHIVE, Place(3, 3), "no simple value"),
        ("- [url: https://x.org/a]", ARCHIVE, Place(3, 9), "a list inside its list"),
        ("- url: https://x.org/a\nbad: !x y", ARCHIVE, Place(3, 8), "cannot load"),
        ("- url: https://x.org/a", {"url": "a\nb"}, Place(3, 8), "no line shows"),
        ("- url: https://x.org/a", {"url": "a\u2028b"}, Place(3, 8), "no line shows"),
        ("- url: https://x.org/a", {"url": " "}, Place(3, 8), "is empty"),
        ("- T https://x.org/a", {"url": "https://y.org/a b"}, Place(3, 5), "otherwise"),
        ("- T https://x.org/a", {"url": "https://y.org/a: b"}, Place(3, 5), "edit it by hand"),
    ],
)
def test_what_cannot_be_done_without_doubt_is_refused(
    sources: str, changes: dict[str, str], place: Place, reason: str
) -> None:
    refusal = refused(front(f"sources:\n{sources}"), edits(**changes)).refusal

    assert reason in refusal.reason
    assert refusal.place == place


def test_an_entry_that_is_not_there_and_a_field_with_two_values_are_refused() -> None:
    content = front("sources:\n- url: https://x.org/a")

    assert "no entry 2" in refused(content, edits("sources", 1, url=COPY)).refusal.reason
    assert "no entry 1" in refused(content, edits("links", 0, url=COPY)).refusal.reason
    assert "two values" in refused(content, edits(url=COPY) + edits(url="https://y.org")).refusal.reason


def test_a_date_that_no_calendar_has_is_no_hindrance() -> None:
    content = front("date: 2021-02-31\nn: 1:59:59\nbig: " + "9" * 5000 + "\nsources:\n- url: https://x.org/a")

    assert patched(content, edits(archive_url=COPY)).count(COPY) == 1


def test_own_spellings_are_used() -> None:
    fields = FieldsConfig(url=("Quelle",), archive_url=("Kopie am Ort",), archive_date=())
    content = front("sources:\n- Quelle: https://x.org/a")

    assert patched(content, edits(archive_url=COPY), fields=fields) == front(
        f"sources:\n- Quelle: https://x.org/a\n  'Kopie am Ort': {COPY}"
    )
    with pytest.raises(Refused, match="no spelling"):
        patched(content, edits(archive_date=DATE), fields=fields)


def possible(content: str, *repairs: list[Edit]) -> Patched:
    return patch_possible(content.encode(), "a.md", CONFIG.corpus.lists, CONFIG.fields, repairs)


def test_one_citation_that_cannot_be_edited_keeps_no_other_from_it() -> None:
    content = front(
        "sources:\n- url: https://x.org/a\n- only words\n- T https://x.org/c\n- url: https://x.org/d"
    )
    result = possible(
        content,
        edits("sources", 0, archive_url=COPY),
        edits("sources", 1, archive_url=COPY),
        edits("sources", 2, url="https://y.org/a: b"),
        edits("sources", 3, archive_url=COPY),
    )

    assert [edit.index for edit in result.edits] == [0, 3]
    assert [refusal.edit and refusal.edit.index for refusal in result.refusals] == [1, 2]
    assert result.data.decode().count(COPY) == 2


@pytest.mark.parametrize("culprits", [{0}, {63}, {7, 40, 41}], ids=str)
def test_in_a_long_document_only_the_edit_that_cannot_be_proven_is_left_out(culprits: set[int]) -> None:
    entries = [f"- {'T ' if each in culprits else 'url: '}https://x.org/{each}" for each in range(64)]
    moves = [edits("sources", each, url=f"https://y.org/{each}: b") for each in range(64)]

    result = possible(front("\n".join(("sources:", *entries))), *moves)

    assert len(result.edits) == 64 - len(culprits)
    assert [(each.edit and each.edit.index, each.place.line) for each in result.refusals] == [
        (each, each + 3) for each in sorted(culprits)
    ]


def test_where_hardly_any_edit_can_be_proven_it_ends_in_time_and_says_so() -> None:
    entries = [f"- T https://x.org/{each}" for each in range(1_000)]
    moves = [edits("sources", each, url=f"https://y.org/{each}: b") for each in range(1_000)]
    before = time.process_time()

    result = possible(front("\n".join(("sources:", *entries))), *moves)

    assert (result.edits, len(result.refusals)) == ((), 1_000)
    assert result.refusals[-1].reason.startswith("too many other edits of the document cannot be proven")
    assert time.process_time() - before < 20


@pytest.mark.parametrize("entry", ["T https://x.org/a", "url: https://x.org/a\n  archived: true"])
def test_a_repair_that_cannot_be_made_keeps_no_other_of_the_citation_from_it(entry: str) -> None:
    result = possible(front(f"sources:\n- {entry}"), edits(url="https://y.org/b"), edits(**ARCHIVE))

    assert [edit.name for edit in result.edits] == ["url"]
    assert [refusal.edit and refusal.edit.name for refusal in result.refusals] == ["archive_url"]
    assert "https://y.org/b" in result.data.decode()


@pytest.mark.parametrize("line", ["x: =", "x: <<", "=: x"])
def test_what_yaml_allows_and_its_library_does_not_know_is_no_hindrance(line: str) -> None:
    result = possible(front(f"{line}\nsources:\n- url: https://x.org/a"), edits(archive_url=COPY))

    assert (len(result.edits), result.refusals) == (1, ())


def test_a_document_in_which_nothing_can_be_proven_is_told_once() -> None:
    content = front("bad: !x y\nsources:\n- url: https://x.org/a\n- url: https://x.org/b")

    result = possible(content, edits(archive_url=COPY), edits("sources", 1, archive_url=COPY))

    assert result.edits == ()
    (refusal,) = result.refusals
    assert "cannot load the document" in refusal.reason


def test_a_document_that_cannot_be_read_is_left_as_it_is() -> None:
    result = possible("---\na: [\n---\n", edits(url=COPY))

    assert (result.data, result.edits) == (b"---\na: [\n---\n", ())
    assert "not valid YAML" in result.refusals[0].reason


@pytest.mark.parametrize("kind", ["lines", "one line"])
def test_a_document_of_thousands_of_citations_is_patched_in_time(kind: str) -> None:
    entries = [f"{{url: https://x.org/{number}, title: T}}" for number in range(5_000)]
    block = "\n- ".join(("", *entries)) if kind == "lines" else f" [{', '.join(entries)}]"
    changes = [edit for number in range(5_000) for edit in edits("sources", number, archive_url=COPY)]
    before = time.process_time()

    assert patched(front(f"sources:{block}"), changes).count(COPY) == 5_000
    assert time.process_time() - before < 5
