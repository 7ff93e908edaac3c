"""Build the report from the database and write it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from verifier.errors import CorpusError
from verifier.judge.claim_rules import check_claims
from verifier.model.citation import Corpus
from verifier.model.report import Report
from verifier.model.run import RunState
from verifier.report.build import build_report
from verifier.report.write import write_reports
from verifier.store.archive import holdings
from verifier.store.checks import ever_answered, latest_checks, latest_judgements
from verifier.store.database import Connection, Database
from verifier.store.documents import first_seen, load_corpus
from verifier.store.runs import latest_run


def stored_report(connection: Connection, now: datetime, corpus: Corpus | None = None) -> Report:
    """The report on everything that is stored. Raises CorpusError where nothing is.

    `corpus` is the one that was recorded last, where somebody has it at hand.
    """
    corpus = corpus or load_corpus(connection)
    if corpus is None:
        raise CorpusError(
            "the database holds no corpus yet, so there is nothing to report", "Start with: verifier run"
        )
    run = latest_run(connection)
    return build_report(
        corpus,
        claim_findings=check_claims(corpus),
        checks=latest_checks(connection),
        judgements=latest_judgements(connection),
        holdings=holdings(connection),
        ever_answered=ever_answered(connection),
        first_seen=first_seen(connection),
        run=run,
        now=now,
        complete=run is not None and run.state is RunState.COMPLETE,
    )


def write_stored_reports(
    database: Database,
    directory: Path,
    formats: Sequence[str],
    now: datetime,
    corpus: Corpus | None = None,
) -> list[Path]:
    """Write the reports in `formats` to `directory`; the files, in that order. `corpus` as above."""
    with database.read() as connection:
        report = stored_report(connection, now, corpus)
    return write_reports(report, directory, formats)
