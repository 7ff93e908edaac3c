"""What all citations of a corpus together tell: how much a word weighs, and whom a host belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from verifier.judge.weights import TitleWeights
from verifier.model.address import host_of
from verifier.model.citation import Claim
from verifier.model.text import squeeze

_OFTEN = 2
"""Citations that call a host's publisher by a name before it counts as one of its names."""


class CorpusStatistics:
    """What claims say, counted when it is first asked for; nothing for a citation that stands alone."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._claims = tuple(claims)
        self._publishers: dict[str, frozenset[str]] | None = None
        self.weights = TitleWeights(claim.title for claim in self._claims if claim.title)
        """Of the words of titles."""

    def publishers_of(self, host: str) -> frozenset[str]:
        """The squeezed names by which citations call the publisher at a host."""
        if self._publishers is None:
            self._publishers = _publishers(self._claims)
        return self._publishers.get(host, frozenset())


def _publishers(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """By host."""
    # A corpus names the same few sites and publishers again and again.
    said = Counter((_site(claim.url), claim.publisher) for claim in claims if claim.url and claim.publisher)
    names: dict[str, Counter[str]] = {}
    for (site, publisher), number in said.items():
        if name := squeeze(publisher[:200]):
            names.setdefault(host_of(site), Counter())[name] += number
    return {
        host: frozenset(name for name, number in counts.items() if number >= _OFTEN)
        for host, counts in names.items()
    }


def _site(url: str) -> str:
    """All of a URL that can hold its host."""
    return "/".join(url.split("/", 3)[:3])
