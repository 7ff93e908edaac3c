"""The guided tour: plant a corpus, a web and an archive for the real job, and compare what it says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from verifier.config import CorpusConfig, FieldsConfig
from verifier.corpus.read import read_corpus
from verifier.demo.archive import StandInArchive
from verifier.demo.cases import Case, planted_cases
from verifier.demo.pages import article
from verifier.demo.world import Answer, ProxyWorld, World
from verifier.model.citation import Corpus
from verifier.model.report import CitationRow, Report

_HTML = {"Content-Type": "text/html; charset=utf-8"}
_CANARY = "https://canary.demo/"
_SETTINGS = """\
# The demo's configuration: the small web is reached through a proxy on loopback.
[corpus]
root = "corpus"

[fetch]
proxy = "{proxy}"
ca_file = "{ca_file}"
deadline = "3s"
host_interval = "200ms"
retries = 0

[network]
canaries = ["{canary}"]

[archive]
base = "{archive}"
lookups_per_minute = 6000.0

[check]
confirm_after = "1s"
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One planted case and what the run said."""

    case: Case
    row: CitationRow | None
    """None where the report does not hold it."""

    @property
    def as_planted(self) -> bool:
        """Whether verdict and code are the planted ones."""
        if self.row is None or self.row.conclusion.verdict is not self.case.verdict:
            return False
        return self.case.code is None or self.case.code in self.row.conclusion.codes


@contextmanager
def small_world(folder: Path) -> Iterator[Path]:
    """A web, an archive and a corpus in `folder`; gives the configuration file to run with."""
    cases = planted_cases()
    corpus = _plant_corpus(folder / "corpus", cases)
    with ProxyWorld(World(_pages(corpus, cases))) as web, StandInArchive() as archive:
        for case in cases:
            if case.archived:
                archive.add_copy(case.url, case.archived, body=article(case.title, "Archived"))
        authority = folder / "ca.pem"
        shutil.copyfile(web.ca_file, authority)
        config = folder / "config.toml"
        config.write_text(
            _SETTINGS.format(proxy=web.url, ca_file=authority.name, canary=_CANARY, archive=archive.base)
        )
        yield config


def outcomes(report: Report) -> list[Outcome]:
    """Every planted case beside what the report says of it."""
    rows = {(row.citation.claim.url, row.citation.claim.title): row for row in report.citations}
    return [Outcome(case, rows.get((case.url, case.title))) for case in planted_cases()]


def _plant_corpus(folder: Path, cases: Sequence[Case]) -> Corpus:
    """The seed document and the planted ones, read back as the job will read them."""
    folder.mkdir(parents=True)
    for seed in files("verifier.demo").joinpath("corpus").iterdir():
        (folder / seed.name).write_bytes(seed.read_bytes())
    for group in dict.fromkeys(case.group for case in cases):
        (folder / f"{group}.md").write_text(_document(group, [case for case in cases if case.group == group]))
    return read_corpus(folder, CorpusConfig(), FieldsConfig())


def _document(group: str, cases: Sequence[Case]) -> str:
    title = group.replace("-", " ").capitalize()
    head = {"id": group, "title": f"{title}: planted by the demo", "date": "2024-05-07", "importance": 9}
    lines = ["---", *(f"{key}: {json.dumps(value)}" for key, value in head.items()), "sources:"]
    for case in cases:
        fields = {"url": case.url, "title": case.title, "archive_url": case.archive_url}
        entry = [f"{key}: {json.dumps(value)}" for key, value in fields.items() if value is not None]
        lines += [f"  # {case.what}", f"  - {entry[0]}", *(f"    {line}" for line in entry[1:])]
    return "\n".join([*lines, "---", "", f"The citations of this document show: {title.lower()}.", ""])


def _pages(corpus: Corpus, cases: Sequence[Case]) -> Mapping[str, Answer]:
    """What the small web answers: the cases' pages, and the right page for every other citation."""
    pages = {
        citation.source: Answer(
            200, _HTML, article(citation.claim.title or "", citation.claim.publisher or "Demo")
        )
        for citation in corpus.citations()
        if citation.source is not None
    }
    for case in cases:
        pages.update(case.answers)
    return {_CANARY: Answer(200, _HTML, b"<title>Canary</title>"), **pages}
