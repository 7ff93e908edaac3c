"""The made-up addresses of a run: which are worth asking, and what the answers tell."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from verifier.judge.siblings import is_in_doubt, is_news, is_same_page, sibling_of
from verifier.model.check import Check, PastCheck
from verifier.model.observation import Exchange, Observation, Page
from verifier.model.source import Source, UnusableUrl, parse_source


class Siblings:
    """One made-up address for each folder of each host, and the page that it gave."""

    def __init__(self, day: date, *, wanted: bool) -> None:
        """`day` makes the addresses; unless `wanted` none is asked."""
        self._day = day
        self._wanted = wanted
        self._doubted: dict[str, list[Source]] = {}
        self._answers: dict[str, Page | None] = {}

    def to_ask(self, source: Source, check: Check, history: Sequence[PastCheck]) -> Source | None:
        """The address to ask because of what `check` left open; None where it tells enough, where the
        address was asked already, and where `history` shows that all this is known."""
        observation = check.observation
        if not self._wanted or not is_news(source.url, history, self._day.toordinal()):
            return None
        if not is_in_doubt(observation.exchange, observation.page, check.judgements.values()):
            return None
        sibling = self._sibling(observation.exchange)
        if sibling is None or sibling.url in self._answers:
            return None
        waiting = self._doubted.setdefault(sibling.url, [])
        waiting.append(source)
        return sibling if len(waiting) == 1 else None

    def heard(self, sibling: Source, observation: Observation) -> list[Source]:
        """Keep the answer; the sources to look at again, because the address gave a page, too."""
        exchange = observation.exchange
        good = exchange.failure is None and exchange.status == 200 and len(exchange.hops) == 1
        self._answers[sibling.url] = page = observation.page if good else None
        waiting = self._doubted.pop(sibling.url, [])
        return waiting if page is not None else []

    def answers_anything(self, observation: Observation) -> bool:
        """Whether the site gives this very page to a made-up address."""
        page, exchange = observation.page, observation.exchange
        if page is None or exchange.status != 200 or len(exchange.hops) != 1:
            return False
        sibling = self._sibling(exchange)
        answer = None if sibling is None else self._answers.get(sibling.url)
        return answer is not None and is_same_page(page, answer)

    def _sibling(self, exchange: Exchange) -> Source | None:
        url = sibling_of(exchange.url, self._day.isoformat())
        with suppress(UnusableUrl):
            return None if url is None else parse_source(url)
        return None
