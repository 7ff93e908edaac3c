"""Whether what an archive gave for a copy is that copy, as its site sent it.

Only a Memento-Datetime header (RFC 7089 section 2.1.1) tells a copy from a page of the archive itself:
notices that a URL is excluded come with status 200, and archived answers may be 404 or 429 (design: wayback).
"""

from __future__ import annotations

from html import unescape

from verifier.archive.address import same_page
from verifier.archive.exchange import Answer, NoAnswer
from verifier.archive.instants import is_same_instant
from verifier.archive.interface import Loaded
from verifier.archive.links import links_in
from verifier.archive.quoting import quoted, without_tags
from verifier.model.memento import Memento, ReplayState

REDIRECTS = (301, 302, 303, 307, 308)
_EXCLUDED = ("url has been excluded", "accesscontrolexception")
_LINK_HEADER = 20_000


def read_replay(answer: Answer | NoAnswer, memento: Memento) -> Loaded:
    """What the answer to the request for `memento` is."""
    if isinstance(answer, NoAnswer):
        stop = answer.pause is not None
        return Loaded(ReplayState.FAILED, answer.detail, stop=stop, retry_after=answer.pause)
    if "memento-datetime" in answer.headers:
        return _copy(answer, memento)
    return _no_copy(answer)


def original_of(answer: Answer) -> str | None:
    """The page of which an answer says that it is a copy; None where it does not say."""
    header = answer.headers.get("link", "")[:_LINK_HEADER]
    # The archive escapes the address as for HTML.
    return next((unescape(link.uri) for link in links_in(header) if "original" in link.relations), None)


def is_excluded(answer: Answer) -> bool:
    """Whether the archive says that it does not show the page."""
    runtime_error = answer.headers.get("x-archive-wayback-runtime-error", "")
    said = f"{runtime_error} {answer.text[:20_000]}".lower()
    return answer.status == 451 or any(sign in said for sign in _EXCLUDED)


def _copy(answer: Answer, memento: Memento) -> Loaded:
    said = answer.headers["memento-datetime"]
    if not is_same_instant(said, memento.timestamp):
        return Loaded(ReplayState.ELSEWHERE, f"the archive gave the copy of {quoted(said, 60)} instead")
    original = original_of(answer)
    if original is not None and not same_page(original, memento.original):
        return Loaded(ReplayState.ELSEWHERE, f"the archive gave a copy of {quoted(original)} instead")
    if answer.status != 200:
        detail = f"the copy is of an answer with HTTP {answer.status}"
        return Loaded(ReplayState.BAD_STATUS, detail, answer.status)
    content_type = answer.headers.get("content-type", "")
    return Loaded(ReplayState.LOADED, "", 200, content_type, answer.body, answer.whole)


def _no_copy(answer: Answer) -> Loaded:
    if answer.status in REDIRECTS:
        to = quoted(answer.headers.get("location", ""))
        return Loaded(ReplayState.ELSEWHERE, f"the archive has no such copy and points to {to}")
    if is_excluded(answer):
        return Loaded(ReplayState.EXCLUDED, "the archive does not show this URL")
    if answer.status == 404:
        return Loaded(ReplayState.ABSENT, "the archive has no copy of this URL")
    what = f"HTTP {answer.status}, not a copy: {quoted(without_tags(answer.text), 100)}"
    return Loaded(ReplayState.FAILED, what)
