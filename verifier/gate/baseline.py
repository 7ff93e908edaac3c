"""Known problems, frozen so that only new ones fail. The list only shrinks. Pure.

An entry names a citation by what it says: moving it, or renaming the file, changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from verifier.model.citation import Citation
from verifier.model.gate import Level, Ruling

KNOWN = "in the baseline"


class Known(NamedTuple):
    """One finding that is no news; "" stands for what is not said."""

    code: str
    document: str
    """The document's id."""
    url: str
    title: str

    @property
    def citation(self) -> tuple[str, str, str]:
        """What it is about."""
        return self.document, self.url, self.title


def known_of(ruling: Ruling) -> Known:
    """A ruling as the baseline writes it."""
    said = (ruling.finding.code, ruling.document, ruling.finding.url or "", ruling.title or "")
    return Known(*map(_writable, said))


def citation_of(document: str, citation: Citation) -> tuple[str, str, str]:
    """A citation as `Known.citation` has it."""
    claim = citation.claim
    return _writable(document), _writable(claim.url or ""), _writable(claim.title or "")


def apply_baseline(rulings: Iterable[Ruling], baseline: Collection[Known]) -> list[Ruling]:
    """What is known does not fail. What could not be established was never in it, and stays a warning."""
    return [
        replace(ruling, level=Level.INFORM, because=KNOWN, known=True)
        if ruling.level is Level.FAIL and known_of(ruling) in baseline
        else ruling
        for ruling in rulings
    ]


def stale(
    rulings: Iterable[Ruling], baseline: Iterable[Known], judged: Collection[tuple[str, str, str]]
) -> list[Known]:
    """The entries about judged citations of which nothing is found any more."""
    found = {known_of(ruling) for ruling in rulings}
    return sorted(entry for entry in baseline if entry not in found and entry.citation in judged)


def freeze(rulings: Iterable[Ruling]) -> list[Known]:
    """The first baseline: all that fails."""
    return sorted({known_of(ruling) for ruling in rulings if ruling.level is Level.FAIL})


def _writable(text: str) -> str:
    """Without what no TOML file can hold."""
    return text.encode("utf-8", "replace").decode()
