from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.extract.observing import TEXT
from verifier.cli import run_command

TITLE = "Harbour bridge reopens after two years of repairs"
URL = "https://news.example.net/a/48213"
NAMED = "https://news.example.net/x/harbour-bridge-reopens"
PAGE = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT}</p>"
FIRE = "<h1>Fire brigade trains recruits</h1><p>" + "The brigade showed its vehicle to visitors. " * 60
KEYS = [
    "id", "page_class", "access", "identity", "reason", "score", "field", "found_title", "verdict", "codes",
]  # fmt: skip


def inspect_batch(folder: Path, *rows: object, code: int = 0) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file = folder / "rows.jsonl"
    file.write_text("\n".join(lines) + "\n")
    assert run_command(["inspect", "--batch", str(file)]) == code


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_saved_page_is_judged_in_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(FIRE)

    assert run_command(["inspect", str(page), "--url", URL, "--title", TITLE]) == 0

    out = capsys.readouterr().out
    assert "Verdict: problem." in out
    assert "Identity: mismatch (title-differs)." in out
    assert "Found title: Fire brigade trains recruits" in out
    assert "CIT201 title-differs (error)" in out


def test_status_headers_and_final_address_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)

    common = ["inspect", str(page), "--url", URL, "--title", TITLE, "--json"]
    run_command([*common, "--status", "403", "--header", "cf-mitigated: challenge"])
    walled = json.loads(capsys.readouterr().out)
    run_command([*common, "--final-url", "https://news.example.net/b/48213"])
    moved = json.loads(capsys.readouterr().out)

    assert (walled["page_class"], walled["access"], walled["codes"]) == ("bot-wall", "blocked", ["CIT401"])
    assert (moved["verdict"], moved["identity"]) == ("verified", "match")


def test_hostile_text_reaches_the_terminal_inert(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>\x1b[31mred\x1b]8;;x\x07\u202e evil [/red]</title>" + FIRE)

    run_command(["inspect", str(page), "--url", URL, "--title", "a\nVerdict: verified.\x1b[2J"])

    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\nVerdict: verified." not in out


def test_a_batch_answers_every_row_in_order_with_the_promised_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    inspect_batch(
        tmp_path,
        {"id": 1, "html": "page.html.gz", "url": URL, "title": TITLE},
        {"id": "b", "body": FIRE, "url": URL, "title": TITLE, "headers": {"Content-Type": "text/html"}},
        {"id": 3, "body": FIRE, "url": URL, "title": TITLE, "cands": [["og", TITLE]]},
        {"id": 4, "body": PAGE, "url": None, "title": TITLE},
        {"id": 5, "body": FIRE, "url": NAMED, "title": TITLE, "final_url": "https://news.example.net/"},
        {"id": 6, "body": PAGE, "url": URL, "title": TITLE, "status": "404"},
    )

    found = answers(capsys)
    assert all(list(answer) == KEYS for answer in found)
    assert [answer["id"] for answer in found] == [1, "b", 3, 4, 5, 6]
    assert [answer["verdict"] for answer in found] == [
        "verified",
        "problem",
        "verified",
        "verified",
        "problem",
        "problem",
    ]
    assert found[5]["access"] == "gone"
    assert found[2]["field"] == "og"
    assert found[4]["codes"] == ["CIT104"]


def test_a_bad_row_is_answered_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:40])
    inspect_batch(
        tmp_path,
        "no JSON",
        "[1]",
        {"id": 3},
        {"id": 4, "html": "nowhere.html", "title": TITLE},
        {"id": 5, "html": "cut.html.gz", "title": TITLE},
        {"id": 6, "body": PAGE, "title": 7},
        {"id": 7, "body": PAGE, "status": "99x"},
        {"id": 7.5, "body": PAGE, "status": 0},
        '{"id": "nan", "body": "", "status": NaN}',
        {"id": True, "body": PAGE, "status": True},
        '{"id": NaN, "body": ""}',
        '{"id": 1e999, "body": ""}',
        {"id": [1], "body": PAGE},
        {"body": 3},
        "",
        {"id": 8, "body": PAGE, "headers": []},
        {"id": 9, "body": PAGE, "cands": [["og"]]},
        '{"id": 10, "body": ' + "[" * 200_000,
        {"id": 11, "body": PAGE, "url": URL, "title": TITLE},
        {"body": PAGE, "url": "http://[::1", "title": TITLE, "status": None},
        code=2,
    )

    printed = capsys.readouterr()
    *bad, good, last = map(json.loads, printed.out.splitlines())
    assert [set(answer) for answer in bad] == [{"id", "row", "error"}] * 17
    assert all(answer["error"] for answer in bad)
    assert [answer["row"] for answer in bad] == [*range(1, 15), 16, 17, 18]
    assert [answer["id"] for answer in bad[6:14]] == [7, 7.5, None, True, None, None, None, None]
    assert good["verdict"] == "verified"
    assert list(last) == KEYS
    assert printed.err == ('17 rows could not be judged (see "error"): 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …\n')


def test_answers_are_json_that_any_reader_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inspect_batch(tmp_path, '{"id": -Infinity, "body": "x"}', code=2)

    def refuse(word: str) -> None:
        raise AssertionError(word)

    json.loads(capsys.readouterr().out, parse_constant=refuse)


@pytest.mark.parametrize(
    "arguments", [["--batch", "nowhere.jsonl"], ["nowhere.html"], [".", "--status", "0"]]
)
def test_what_cannot_be_opened_or_is_no_status_is_a_usage_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["inspect", *arguments]) == 2
    assert "Error: Invalid value" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["http://[::1", "words", "http://x.org:99999/", "javascript:x", "\ud800"])
def test_no_cited_address_stops_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)

    assert run_command(["inspect", str(page), "--url", url, "--title", TITLE]) == 0
    assert "Verdict: " in capsys.readouterr().out


def test_neither_a_file_nor_a_batch_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["inspect"]) == 2
    assert "--batch" in capsys.readouterr().err
