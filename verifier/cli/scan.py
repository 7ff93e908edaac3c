"""`verifier scan`: what there is, what the documents alone tell, what a run costs. Opens no connection."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from verifier.cli.scan_text import describe
from verifier.cli.settings import Settings, pass_settings
from verifier.cli.terminal import plain
from verifier.corpus.read import read_corpus, require_citations, resolve_selection
from verifier.judge.claim_rules import check_claims
from verifier.judge.claim_rules.single_source import rests_on_one_source
from verifier.judge.wording import count
from verifier.model.citation import Citation, Corpus, Unreadable
from verifier.model.exitcode import ExitCode
from verifier.model.finding import Finding, Severity
from verifier.model.plan import Estimate
from verifier.model.source import parse_source
from verifier.plan.estimate import estimate


@click.command("scan")
@click.argument("paths", nargs=-1, metavar="[PATH…]", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option("--list", "as_list", is_flag=True, help="Print one citation a line, as JSON.")
@click.option("--strict", is_flag=True, help="End with 1 when a finding is an error.")
@pass_settings
def command(
    settings: Settings, paths: tuple[Path, ...], *, as_json: bool, as_list: bool, strict: bool
) -> ExitCode:
    """Take stock without a network: inventory, findings of the documents alone, plan of a run.

    PATHs restrict it to files or directories of the corpus; one directory elsewhere is taken as a corpus
    of its own. Ends with 2 where there is no citation at all.
    """
    if as_json and as_list:
        raise click.UsageError("--json and --list exclude each other.")
    config = settings.config
    root, only = resolve_selection(settings.root, paths)
    written_by_us = [settings.path(config.report.dir)]
    corpus = read_corpus(root, config.corpus, config.fields, only, skip=written_by_us)
    findings = check_claims(corpus)
    if as_list:
        _print_list(corpus, settings)
    elif as_json:
        click.echo(json.dumps(summary(corpus, findings, estimate(corpus, config)), indent=2))
    else:
        lines = describe(corpus, findings, estimate(corpus, config))
        click.echo("\n".join(map(plain, lines)))
    require_citations(corpus, root, config.corpus.lists)
    failed = strict and any(finding.severity is Severity.ERROR for finding in findings)
    return ExitCode.FAILED if failed else ExitCode.PASS


def _print_list(corpus: Corpus, settings: Settings) -> None:
    for citation in corpus.citations():
        click.echo(json.dumps(record(citation)))
    if corpus.unreadable and not settings.quiet:
        unreadable = count(len(corpus.unreadable), "unreadable file")
        click.echo(f"Not listed: the citations of {unreadable}; see verifier scan.", err=True)


def record(citation: Citation) -> dict[str, object]:
    """One line of `--list`."""
    claim = citation.claim
    return {
        "path": citation.path,
        "line": citation.place.line,
        "column": citation.place.column,
        "index": citation.index,
        "field": citation.field,
        "url": claim.url,
        "source": citation.source,
        "title": claim.title,
        "publisher": claim.publisher,
        "date": claim.date,
        "tier": claim.tier,
        "archive_url": claim.archive_url,
    }


def summary(corpus: Corpus, findings: Iterable[Finding], plan: Estimate) -> dict[str, object]:
    """The object of `--json`; paths are relative to `root`."""
    shown = [_finding(finding) for finding in findings]
    codes = [str(finding["code"]) for finding in shown]
    return {
        "root": corpus.root,
        "documents": len(corpus.documents),
        "unreadable": list(map(_unreadable, corpus.unreadable)),
        "citations": len(corpus.citations()),
        "sources": len(corpus.sources()),
        "hosts": len({parse_source(source).host for source in corpus.sources()}),
        "single_source_documents": sum(map(rests_on_one_source, corpus.documents)),
        "findings": shown,
        "counts": {code: codes.count(code) for code in sorted(set(codes))},
        "plan": _plan(plan),
    }


def _unreadable(file: Unreadable) -> dict[str, object]:
    return {"path": file.path, "line": file.place.line, "message": file.message}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "url": finding.url,
        "message": finding.message,
    }


def _plan(plan: Estimate) -> dict[str, object]:
    return {
        "requests": plan.requests,
        "seconds": plan.seconds,
        "slowest_hosts": list(map(asdict, plan.slowest_hosts)),
        "archive_mode": plan.archive_mode,
        "lookup_nights": plan.lookup_nights,
        "capture_nights": plan.capture_nights,
    }
