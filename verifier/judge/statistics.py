"""What all citations of a corpus together tell: how much a word weighs, and whom a host belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from verifier.judge.weights import TitleWeights
from verifier.model.address import host_of
from verifier.model.citation import Claim
from verifier.model.text import squeeze

_OFTEN = 2
"""Citations that call a host's publisher by a name before it counts as one of its names."""


class CorpusStatistics:
    """What the citations of a corpus say, gone through when it is first asked for; nothing for one that
    stands alone."""

    def __init__(self, titles: Iterable[str] = (), publishers: Iterable[tuple[str, str]] = ()) -> None:
        """`publishers` are pairs of a URL and a name."""
        self._source = publishers
        self.weights = TitleWeights(titles)
        """Of the words of titles."""

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> CorpusStatistics:
        """What these claims say."""
        known = tuple(claims)
        return cls(
            [claim.title for claim in known if claim.title],
            [(claim.url, claim.publisher) for claim in known if claim.url and claim.publisher],
        )

    def publishers_of(self, host: str) -> frozenset[str]:
        """The squeezed names by which citations call the publisher at a host."""
        return self._publishers.get(host, frozenset())

    @cached_property
    def _publishers(self) -> dict[str, frozenset[str]]:
        """By host."""
        # A corpus names the same few sites and publishers again and again.
        said = Counter((_site(url), publisher) for url, publisher in self._source)
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
