"""Does the source answer? From status, redirects, failure and page class to one word."""

from __future__ import annotations

from verifier.model.address import document_key
from verifier.model.observation import Exchange, Observation
from verifier.model.verdict import Access, PageClass

_BY_CLASS = {
    PageClass.BOT_WALL: Access.BLOCKED,
    PageClass.LOGIN: Access.BLOCKED,
    PageClass.CONSENT: Access.BLOCKED,
    PageClass.PAYWALL: Access.BLOCKED,
    PageClass.SOFT_404: Access.GONE,
    PageClass.PARKED: Access.GONE,
    PageClass.ARCHIVE_ERROR: Access.SERVER_ERROR,
}
_BY_STATUS = {404: Access.GONE, 410: Access.GONE, 408: Access.TIMEOUT, 429: Access.RATE_LIMITED}


def access_of(observation: Observation, page_class: PageClass | None) -> Access:
    """The access word for one observation.

    A wall counts as one whatever its status, but 429 is the site's own word, and an offer to subscribe on a
    page of status 404, 410 or 5xx is only a banner. Statuses below 200 and
    redirects without a target are a server in trouble; 999 and other 4xx are refusals, never "gone".
    """
    exchange = observation.exchange
    if exchange.failure is not None:
        return Access(exchange.failure.kind.value)
    status = exchange.status or 0
    if status == 429:
        return Access.RATE_LIMITED
    banner = page_class is PageClass.PAYWALL and (status in (404, 410) or 500 <= status < 600)
    if page_class in _BY_CLASS and not banner:
        return _BY_CLASS[page_class]
    return _by_status(status, exchange, page_class)


def _by_status(status: int, exchange: Exchange, page_class: PageClass | None) -> Access:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 400 <= status < 500 or status >= 600:
        return Access.BLOCKED
    if page_class is PageClass.ERROR_PAGE or not (200 <= status < 300 or status == 304):
        return Access.SERVER_ERROR
    return Access.MOVED if moved(exchange) and page_class is not PageClass.HOME_PAGE else Access.OK


def moved(exchange: Exchange) -> bool:
    """Whether every redirect was a permanent one and led to the address of another document.

    A change of scheme, "www.", a trailing slash or tracking parameters alone is no move.
    """
    return exchange.redirected_for_good and document_key(exchange.url) != document_key(exchange.final_url)
