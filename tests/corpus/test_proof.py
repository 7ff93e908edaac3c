"""A patch that did anything but its edit would be found out, whatever made it."""

from __future__ import annotations

import pytest

from tests.corpus.reading import CONFIG
from verifier.corpus.parsed import Parsed, parse
from verifier.corpus.proof import Change, require_proof
from verifier.corpus.splices import Splice
from verifier.corpus.targets import NotEditable
from verifier.model.repair import Edit

COPY = "https://c.org/a"
BEFORE = "---\nn: 5 # five\nsources:\n- url: https://x.org/a\n  title: A\n- b\n---\nBody\n"
ADDED = f"  archive_url: {COPY}\n"
GOOD = BEFORE.replace("  title", f"{ADDED}  title")


def prove(after: str, before: str = BEFORE, path: str = "a.md") -> None:
    parsed = parse(path, before.encode(), CONFIG.corpus.lists)
    assert isinstance(parsed, Parsed)
    at = before.index("  title") if path == "a.md" else before.index(",")
    change = Change(Edit("sources", 0, "archive_url", COPY), ("sources", 0, "archive_url"), COPY, COPY)
    splices = [Splice(at, at, ADDED)]
    require_proof(parsed, after.encode(), splices, [change], CONFIG.corpus.lists, CONFIG.fields)


def test_the_edit_alone_is_proven() -> None:
    prove(GOOD)


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (BEFORE, "read as another"),
        (GOOD.replace(COPY, "https://d.org"), "read as another"),
        (GOOD.replace(COPY, f"{COPY} #x").replace("#x", "x"), "read as another"),
        (GOOD.replace("Body", "body"), "around the data"),
        (GOOD.removesuffix("\n"), "around the data"),
        ("\ufeff" + GOOD, "around the data"),
        (GOOD.replace(" # five", ""), "other lines"),
        (GOOD.replace("n: 5", "n: 6"), "other lines"),
        (GOOD.replace("- b", "- b\r"), "other lines"),
        (GOOD.replace("---\nn: 5 # five\n", "---\nn: 5 # five\nm: 1\n"), "more than its own"),
        (GOOD.replace("- b\n", "- b\n  c\n"), "more than its own"),
        (GOOD.replace("- b\n", "- b\n- b\n"), "more than its own"),
        (GOOD.replace(ADDED, f"{ADDED}  archive_date: x\n"), "more than its own"),
        (GOOD.replace(ADDED, f"{ADDED}  bad: [\n"), "not valid YAML"),
        (GOOD.replace(ADDED, f"  {ADDED}"), "not valid YAML"),
    ],
)
def test_anything_else_is_found_out(after: str, reason: str) -> None:
    with pytest.raises(NotEditable, match=reason):
        prove(after)


def test_a_type_that_changes_is_found_out() -> None:
    before, after = BEFORE.replace("  title: A", "  title: 5"), GOOD.replace("  title: A", "  title: '5'")
    parsed = parse("a.md", before.encode(), CONFIG.corpus.lists)
    assert isinstance(parsed, Parsed)
    start = before.index("5\n- b")
    splices = [
        Splice(before.index("  title"), before.index("  title"), ADDED),
        Splice(start, start + 1, "'5'"),
    ]
    change = Change(Edit("sources", 0, "archive_url", COPY), ("sources", 0, "archive_url"), COPY, COPY)

    with pytest.raises(NotEditable, match="more than its own"):
        require_proof(parsed, after.encode(), splices, [change], CONFIG.corpus.lists, CONFIG.fields)


def test_the_order_of_keys_is_part_of_a_json_document() -> None:
    before = '{"sources": [{"url": "https://x.org/a", "title": "A"}]}'
    good = before.replace(",", f', "archive_url": "{COPY}",', 1)

    prove(good, before, "a.json")
    moved = f'{{"sources": [{{"title": "A", "url": "https://x.org/a", "archive_url": "{COPY}"}}]}}'
    with pytest.raises(NotEditable, match="more than its own"):
        prove(moved, before, "a.json")
