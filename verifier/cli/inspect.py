"""`verifier inspect`: judge a saved page, or many, and say why. Opens no connection."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from verifier.cli.saved_page import SavedPage, judge_saved, read_row, result
from verifier.cli.terminal import plain
from verifier.model.exitcode import ExitCode
from verifier.model.verdict import Conclusion, PageJudgement


@click.command("inspect")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="", help="The cited address.")
@click.option("--title", help="The cited title.")
@click.option("--final-url", help="Where redirects led, if they did.")
@click.option("--status", default=200, show_default=True, help="The HTTP status that the page came with.")
@click.option(
    "--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A response header; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--batch",
    type=click.Path(allow_dash=True, dir_okay=False),
    metavar="FILE.jsonl",
    help="Judge many: one JSON object a line (- for standard input).",
)
def command(
    file: Path | None,
    url: str,
    title: str | None,
    final_url: str | None,
    status: int,
    headers: Sequence[str],
    batch: str | None,
    *,
    as_json: bool,
) -> ExitCode:
    """Judge the saved page FILE as the source of a citation, and say why.

    --batch reads lines {"id", "html" (a path, .gz allowed) or "body" (text), "url", "title", "final_url"?,
    "status"?, "headers"?} and writes a line {"id", "page_class", "access", "identity", "reason", "score",
    "field", "found_title", "verdict", "codes"} for each, or {"id", "error"} where a row cannot be read.
    """
    if (file is None) == (batch is None):
        raise click.UsageError("Give either FILE or --batch.")
    if batch is not None:
        return _inspect_batch(batch)
    saved = SavedPage(title, url, file, final_url=final_url, status=status, headers=_headers(headers))
    judgement, conclusion = judge_saved(saved)
    if as_json:
        evidence = [*judgement.evidence, *judgement.identity.evidence]
        click.echo(json.dumps({**result(judgement, conclusion), "evidence": evidence}, indent=2))
    else:
        click.echo("\n".join(map(plain, _sentences(saved, judgement, conclusion))))
    return ExitCode.PASS


def _headers(lines: Sequence[str]) -> dict[str, str]:
    pairs = [line.partition(":") for line in lines]
    if any(not colon for _, colon, _ in pairs):
        raise click.UsageError("--header is written 'Name: value'.")
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _sentences(saved: SavedPage, judgement: PageJudgement, conclusion: Conclusion) -> Iterator[str]:
    identity = judgement.identity
    yield f"Verdict: {conclusion.verdict}."
    yield f"Access: {judgement.access}. Page class: {judgement.page_class or 'none'}."
    yield f"Identity: {identity.identity} ({identity.reason})."
    yield f"Cited title: {saved.title or 'none'}"
    yield f"Found title: {identity.found_title or 'none'}"
    if identity.score is not None:
        yield f"Likest title: {identity.field}, {identity.score:.0f} of 100."
    for found in conclusion.findings:
        yield f"{found.code} {found.name} ({found.severity}): {found.message}"
    yield "Evidence:"
    for sentence in dict.fromkeys((*judgement.evidence, *identity.evidence)):
        yield f"  {sentence}"


def _inspect_batch(batch: str) -> ExitCode:
    if batch == "-":
        _answer_rows(sys.stdin.buffer, [Path.cwd()])
        return ExitCode.PASS
    path = Path(batch)
    with path.open("rb") as rows:
        _answer_rows(rows, [path.parent, Path.cwd()])
    return ExitCode.PASS


def _answer_rows(rows: Iterable[bytes], folders: Sequence[Path]) -> None:
    failed = 0
    for line in rows:
        if line.strip():
            answer = _answer(line, folders)
            failed += "error" in answer
            click.echo(json.dumps(answer))
    if failed:
        click.echo(f"{failed} rows could not be judged.", err=True)


def _answer(line: bytes, folders: Sequence[Path]) -> dict[str, Any]:
    """The answer to one row: its verdict, or what is wrong with it."""
    identifier = None
    try:
        row = json.loads(line)
        identifier = row.get("id") if isinstance(row, dict) else None
        return {"id": identifier, **result(*judge_saved(read_row(row, folders)))}
    except (ValueError, OSError, RecursionError) as error:
        return {"id": identifier, "error": str(error) or type(error).__name__}
