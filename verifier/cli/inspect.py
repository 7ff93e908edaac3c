"""`verifier inspect`: judge a saved page, or many, and say why. Opens no connection."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from verifier.cli.saved_page import SavedPage, judge_saved, read_id, read_row, result
from verifier.cli.terminal import plain
from verifier.judge.wording import count
from verifier.model.exitcode import ExitCode
from verifier.model.verdict import Conclusion, PageJudgement

_ROWS_NAMED = 10


@click.command("inspect")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="", help="The cited address.")
@click.option("--title", help="The cited title.")
@click.option("--final-url", help="Where redirects led, if they did.")
@click.option(
    "--status",
    type=click.IntRange(100, 599),
    default=200,
    show_default=True,
    help="The HTTP status that the page came with.",
)
@click.option(
    "--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A response header; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--batch",
    type=click.Path(exists=True, allow_dash=True, dir_okay=False),
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
    "field", "found_title", "verdict", "codes"} for each, or {"id", "row", "error"} where a row cannot be
    judged; then it ends with 2.
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
    if batch != "-":
        path = Path(batch)
        with path.open("rb") as rows:
            return _answer_rows(rows, [path.parent, Path.cwd()])
    if sys.stdin is None:
        raise click.UsageError("--batch - reads standard input, which is closed.")
    return _answer_rows(sys.stdin.buffer, [Path.cwd()])


def _answer_rows(rows: Iterable[bytes], folders: Sequence[Path]) -> ExitCode:
    failed = []
    for number, line in enumerate(rows, start=1):
        if line.strip():
            answer = _answer(number, line, folders)
            if "error" in answer:
                failed.append(number)
            click.echo(json.dumps(answer))
    if not failed:
        return ExitCode.PASS
    shown = ", ".join(map(str, failed[:_ROWS_NAMED])) + (", …" if len(failed) > _ROWS_NAMED else "")
    click.echo(f'{count(len(failed), "row")} could not be judged (see "error"): {shown}', err=True)
    return ExitCode.ERROR


def _answer(number: int, line: bytes, folders: Sequence[Path]) -> dict[str, Any]:
    """The answer to one row: its verdict, or what is wrong with it."""
    identifier = None
    try:
        row = json.loads(line, parse_constant=_refuse_constant)
        identifier = read_id(row)
        return {"id": identifier, **result(*judge_saved(read_row(row, folders)))}
    except (ValueError, OSError) as error:
        return {"id": identifier, "row": number, "error": str(error) or type(error).__name__}
    except Exception as error:  # noqa: BLE001 - one row must not take the others with it
        return {"id": identifier, "row": number, "error": f"{type(error).__name__}: {error}"}


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
