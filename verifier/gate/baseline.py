"""Known problems, frozen so that only new ones fail. The list only shrinks. Pure.

An entry names a citation by what it says: moving it within its document, or renaming the file, changes
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from verifier.gate.judged import Judged, JudgedCitation, Names, Said, names_of, writable
from verifier.gate.settled import settles
from verifier.model.gate import Level, Ruling

KNOWN = "in the baseline"
_UNREADABLE = "CIT040"
_DOCUMENTS_ALONE = "CIT0"
_AS_A_WHOLE = ("CIT030", "CIT031", "CIT032", _UNREADABLE, "CIT250", "CIT251")
"""Codes of findings about documents, not about single citations."""
_BESIDE_OTHERS = ("CIT004", "CIT011")
"""Codes of findings about a citation that another one makes."""


class Known(NamedTuple):
    """One finding that is no news; "" stands for what is not said."""

    code: str
    document: str
    """The document's id; of a file that cannot be read its path."""
    url: str
    title: str

    @property
    def citation(self) -> Said:
        """What it is about."""
        return Said(self.document, self.url, self.title)

    @property
    def content(self) -> tuple[str, str, str]:
        """What it says, whichever document says it."""
        return self.code, self.url, self.title


def known_of(ruling: Ruling) -> Known:
    """A ruling as the baseline writes it."""
    said = (ruling.finding.code, ruling.document, ruling.finding.url or "", ruling.title or "")
    return Known(*map(writable, said))


def recognised(
    rulings: Sequence[Ruling],
    baseline: Collection[Known],
    is_there: Callable[[str], bool],
    names: Names = names_of,
) -> list[Known | None]:
    """For every ruling the entry that knows it, None where it is news.

    That is the entry of its document; where that document `is_there` no more, an entry that says the same of
    it is what is left of a file that was renamed, and knows one other document.
    """
    found = [_entry_of(ruling, baseline, names) for ruling in rulings]
    used = set(found)
    left: dict[tuple[str, str, str], list[Known]] = defaultdict(list)
    for entry in sorted(baseline):
        if entry not in used and (entry.url or entry.title):
            left[entry.content].append(entry)
    heirs: dict[Known, Known | None] = {}
    for number, ruling in enumerate(rulings):
        if found[number] is None and left:
            known = known_of(ruling)
            if known not in heirs:
                heirs[known] = _taken(left.get(known.content, []), is_there)
            found[number] = heirs[known]
    return found


def _entry_of(ruling: Ruling, baseline: Collection[Known], names: Names) -> Known | None:
    known, path = known_of(ruling), ruling.finding.path
    for document in names_of(ruling.document, path):
        entry = known._replace(document=writable(document))
        # Last, for it may take long to say.
        if entry in baseline and document in names(ruling.document, path):
            return entry
    return None


def _taken(entries: list[Known], is_there: Callable[[str], bool]) -> Known | None:
    entry = next((each for each in entries if not is_there(each.document)), None)
    if entry is not None:
        entries.remove(entry)
    return entry


def apply_baseline(
    rulings: Sequence[Ruling],
    baseline: Collection[Known],
    is_there: Callable[[str], bool] = lambda _: True,
    names: Names = names_of,
) -> list[Ruling]:
    """What is known does not fail. What could not be established was never in it, and stays a warning; where
    a decision speaks, it counts."""
    entries = recognised(rulings, baseline, is_there, names)
    return [
        replace(ruling, level=Level.INFORM, because=KNOWN, known=True)
        if entry is not None and ruling.level is Level.FAIL and not ruling.because
        else ruling
        for ruling, entry in zip(rulings, entries, strict=True)
    ]


def renamed(
    rulings: Sequence[Ruling], baseline: Collection[Known], is_there: Callable[[str], bool]
) -> dict[Known, Known]:
    """The entries whose document is called otherwise now, and how they read with its name of today."""
    entries = recognised(rulings, baseline, is_there)
    pairs = zip(entries, map(known_of, rulings), strict=True)
    return {entry: now for entry, now in pairs if entry is not None and entry != now}


def stale(rulings: Sequence[Ruling], baseline: Collection[Known], judged: Judged) -> list[Known]:
    """The entries of which nothing is found any more: their citation is gone, or was judged and has no such
    finding. Where nothing could be established, what was known stays known."""
    left = set(baseline) - set(recognised(rulings, baseline, judged.is_there))
    if not left:
        return []
    citations = judged.by_citation()
    elsewhere: dict[tuple[str, str], list[JudgedCitation]] = defaultdict(list)
    for each in judged.citations:
        elsewhere[each.said[1:]].append(each)
    return sorted(
        entry
        for entry in left
        if (
            _is_over(entry, judged, citations)
            if judged.is_there(entry.document)
            else _is_gone(entry, judged, elsewhere[entry.citation[1:]], baseline)
        )
    )


def _is_over(entry: Known, judged: Judged, citations: Mapping[Said, Sequence[JudgedCitation]]) -> bool:
    """Whether a document that is there has not that problem any more."""
    if entry.code in _AS_A_WHOLE:
        return judged.is_whole and entry.code.startswith(_DOCUMENTS_ALONE)
    if entry.document in judged.unreadable or (entry.code in _BESIDE_OTHERS and not judged.is_whole):
        return False
    if these := citations.get(entry.citation):
        return all(settles(each.conclusion, entry.code) for each in these)
    return judged.is_whole


def _is_gone(
    entry: Known, judged: Judged, elsewhere: Sequence[JudgedCitation], baseline: Collection[Known]
) -> bool:
    """Whether nothing of a document that is not there is left under another name."""
    # A file that could not be read when the baseline was made has no entries. In another one it may stand.
    new = [path for path in judged.unreadable if Known(_UNREADABLE, writable(path), "", "") not in baseline]
    if not judged.is_whole or (new and entry.code != _UNREADABLE):
        return False
    return all(
        settles(each.conclusion, entry.code)
        for each in elsewhere
        if (entry.url or entry.title) and entry._replace(document=each.said.document) not in baseline
    )


def freeze(rulings: Iterable[Ruling]) -> list[Known]:
    """The first baseline: all that fails, and of which no decision speaks."""
    return sorted(
        {known_of(ruling) for ruling in rulings if ruling.level is Level.FAIL and not ruling.because}
    )
