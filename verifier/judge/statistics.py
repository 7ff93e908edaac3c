"""What all citations of a corpus together tell: how much a word weighs, and whom a host belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from verifier.judge.weights import TitleWeights
from verifier.model.address import host_of
from verifier.model.citation import Claim
from verifier.model.text import squeeze

_OFTEN = 2
"""Citations that call a host's publisher by a name before it counts as one of its names."""


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """Empty for a citation that stands alone."""

    weights: TitleWeights = field(default_factory=TitleWeights)
    publishers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By host: the squeezed names by which citations call its publisher."""

    @staticmethod
    def of(claims: Iterable[Claim]) -> CorpusStatistics:
        """Count what claims say."""
        titles: list[str] = []
        names: dict[str, Counter[str]] = {}
        for claim in claims:
            if claim.title:
                titles.append(claim.title)
            if claim.url and claim.publisher and (name := squeeze(claim.publisher[:200])):
                names.setdefault(host_of(claim.url), Counter())[name] += 1
        publishers = {
            host: frozenset(name for name, number in counts.items() if number >= _OFTEN)
            for host, counts in names.items()
        }
        return CorpusStatistics(TitleWeights.from_titles(titles), publishers)
