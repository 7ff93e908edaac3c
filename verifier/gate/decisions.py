"""What people ruled on citations, for a time. Pure.

A decision silences nothing for good: its citation is still tested, and when the decision ends, it weighs
what the policy gives it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

from verifier.gate.judged import Judged, JudgedCitation, Names, names_of, source_of
from verifier.gate.settled import settles
from verifier.model.gate import Level, Ruling

_SHOWN = 500
"""Characters of a value that a sentence shows."""
DecisionVerdict = Literal["accepted", "ignored"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's ruling on a citation, or on a document as a whole."""

    url: str
    """The URL of the source; "": the decision is about what has no URL in `document`."""
    verdict: DecisionVerdict
    """"accepted": somebody looked, and it stands; "ignored": known, and nobody wants to hear of it."""
    reason: str
    author: str
    until: date
    """The last day on which it holds."""
    document: str | None = None
    """The id of the document that it is about; None: every one that cites the URL."""
    code: str | None = None
    """The finding that it is about; None: all of them."""
    title: str | None = None
    """The title of the citation that it is about; None: whatever is cited as the title."""

    def is_about(self, ruling: Ruling, names: Names = names_of) -> bool:
        """Whether it rules on this finding."""
        document, path = ruling.document, ruling.finding.path
        return (
            source_of(ruling.finding.url) == source_of(self.url)
            and self.code in (None, ruling.finding.code)
            and self._names(document, path, ruling.title or "")
            # Last, for it may take long to say.
            and (self.document is None or self.document in names(document, path))
        )

    def names(self, judged: JudgedCitation) -> bool:
        """Whether it is about this citation."""
        said = judged.said
        return judged.source == source_of(self.url) and self._names(said.document, judged.path, said.title)

    def holds(self, today: date) -> bool:
        """Whether it has not expired."""
        return today <= self.until

    def _names(self, document: str, path: str, title: str) -> bool:
        in_document = self.document is None or self.document in names_of(document, path)
        return in_document and self.title in (None, title.strip())

    def __str__(self) -> str:
        """What it is about, in words."""
        document = f"document {self.document}" if self.document else ""
        parts = [self.url, self.title and f'"{self.title}"', self.code, document]
        return ", ".join(part[:_SHOWN] for part in parts if part)


class Decided(NamedTuple):
    """Rulings as decided."""

    rulings: list[Ruling]
    used: frozenset[int]
    """The positions of the decisions that something was found of."""


def apply_decisions(
    rulings: Iterable[Ruling], decisions: Sequence[Decision], today: date, names: Names = names_of
) -> Decided:
    """The rulings as decided. Of several decisions the one counts that holds, then the one that says more
    precisely what it is about, then the one that ends last."""
    index: dict[str | tuple[str, str | None], list[int]] = defaultdict(list)
    for number, each in enumerate(decisions):
        source = source_of(each.url)
        index[source or (source, each.document)].append(number)
    used: set[int] = set()
    decided = []
    for ruling in rulings:
        numbers = [number for key in _keys(ruling) for number in index.get(key, ())] if index else []
        about = [number for number in numbers if decisions[number].is_about(ruling, names)]
        used.update(about)
        decided.append(_decided(ruling, [decisions[number] for number in about], today))
    return Decided(decided, frozenset(used))


def _keys(ruling: Ruling) -> Sequence[str | tuple[str, str]]:
    """Where the decisions that may be about it are found: by the source, else by the document."""
    source = source_of(ruling.finding.url)
    return [source] if source else [("", name) for name in names_of(ruling.document, ruling.finding.path)]


def contradictions(decisions: Sequence[Decision], today: date) -> Iterator[str]:
    """Two decisions at a time that hold, are about the same and say different things; counted from 1."""
    first: dict[tuple[str | None, ...], tuple[int, Decision]] = {}
    for number, each in enumerate(decisions, 1):
        if not each.holds(today):
            continue
        about = (source_of(each.url), each.document, each.code, each.title)
        other, earlier = first.setdefault(about, (number, each))
        if earlier.verdict != each.verdict:
            yield (
                f"decisions {other} and {number} contradict each other: "
                f"{each} is {earlier.verdict} by {earlier.author}, and {each.verdict} by {each.author}"
            )


def on_decisions(
    decisions: Sequence[Decision], used: frozenset[int], judged: Judged, today: date
) -> Iterator[str]:
    """What there is to say of decisions that nothing is found of: those that can be removed, and, where all
    of the corpus was looked at, those that name nothing."""
    unused = [each for number, each in enumerate(decisions) if number not in used]
    if not unused:
        return
    by_source: dict[str, list[JudgedCitation]] = defaultdict(list)
    for citation in judged.citations:
        by_source[citation.source].append(citation)
    for each in unused:
        named = [one for one in by_source.get(source_of(each.url), ()) if each.names(one)]
        if not named and not _names_document(each, judged):
            if judged.is_whole and not judged.unreadable:
                yield f"A decision names nothing in the corpus: {each}. Correct or remove it."
        elif not each.holds(today) and _is_unneeded(each, named, judged):
            yield f"A decision on {each} expired on {each.until}, and nothing is found: remove it."


def _weight(decision: Decision, today: date) -> tuple[bool, int, date]:
    """The order among decisions about one finding."""
    named = (decision.document, decision.code, decision.title)
    return decision.holds(today), sum(each is not None for each in named), decision.until


def _decided(ruling: Ruling, about: Sequence[Decision], today: date) -> Ruling:
    if not about or ruling.level is Level.INFORM:
        return ruling
    decision = max(about, key=partial(_weight, today=today))
    said = f"by {decision.author}: {decision.reason}"
    if decision.holds(today):
        because = f"{decision.verdict} until {decision.until} {said}"
        return replace(ruling, level=Level.INFORM, because=because)
    # It weighs what the policy gives it: that a decision ended proves nothing of the source.
    return replace(ruling, because=f"decision expired on {decision.until}, {decision.verdict} {said}")


def _names_document(decision: Decision, judged: Judged) -> bool:
    is_about_whole = not decision.url and decision.title is None
    return is_about_whole and decision.document in judged.documents


def _is_unneeded(decision: Decision, named: Sequence[JudgedCitation], judged: Judged) -> bool:
    """Whether it was really looked for. Elsewhere the URL may be cited by another title, and only all of the
    corpus says all of a document."""
    if not judged.is_whole and (decision.document is None or not named):
        return False
    return all(settles(each.conclusion, decision.code) for each in named)
