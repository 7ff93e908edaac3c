"""CIT020."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from verifier.judge.wording import quote
from verifier.model.citation import Corpus
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.source import Source, UnusableUrl, parse_source

RULE = Rule(
    "CIT020",
    "archive-url-malformed",
    Severity.WARNING,
    means="The address of the archived copy cannot be that of a copy: it is no URL, its timestamp has a “*”, "
    "is no date or ends in 000000 (midnight to the second, which hardly a capture hits), or no original "
    "address follows it.",
    why="The citation claims a safe copy that nobody made, so a dead source stays dead.",
    todo="Look the source up in the archive and copy the address of a capture that shows the document, or "
    "leave the field empty and let `verifier archive` fill it.",
)

_WAYBACK_HOSTS = frozenset({"web.archive.org", "wayback.archive.org", "web-beta.archive.org"})
_WAYBACK_PATH = re.compile(r"/web/([\d*]+)(?:[a-z]{2}_)?/(.*)", re.DOTALL)
_FIRST_YEAR = 1996
"""The Wayback Machine has nothing older."""


def check(corpus: Corpus) -> Iterator[Finding]:
    """One finding for each citation whose archive URL is none."""
    for citation in corpus.citations():
        written = citation.claim.archive_url
        if written and (problem := problem_of(written)):
            message = f"The archive URL {quote(written)} {problem}."
            yield raise_on_citation(RULE, citation, message)


def problem_of(written: str) -> str | None:
    """What is wrong with the address of an archived copy, as the end of a sentence; None where nothing is."""
    try:
        source = parse_source(written)
    except UnusableUrl as error:
        return f"is no URL: {error}"
    path = _path_and_query(source)
    match = _WAYBACK_PATH.match(path)
    if source.host not in _WAYBACK_HOSTS or match is None:
        is_order = source.host in _WAYBACK_HOSTS and path.startswith("/save/")
        return "asks the archive for a new copy instead of naming one" if is_order else None
    return _timestamp_problem(match[1]) or (None if match[2] else "names no original address")


def _path_and_query(source: Source) -> str:
    parts = urlsplit(source.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _timestamp_problem(timestamp: str) -> str | None:
    if "*" in timestamp:
        return "has a “*” in its timestamp, which shows a calendar and no copy"
    if len(timestamp) > 14:
        return f"has a timestamp of {len(timestamp)} digits, not 14"
    if not _is_moment(timestamp):
        return f"has the timestamp {timestamp}, which is no date that the archive could have"
    if len(timestamp) == 14 and timestamp.endswith("000000"):
        return f"has the timestamp {timestamp}, midnight to the second, which looks made up"
    return None


def _is_moment(timestamp: str) -> bool:
    """Whether 1 to 14 digits can be year, month, day, hour, minute, second, as far as they go."""
    full = timestamp + "00000101000000"[len(timestamp) :]
    if len(timestamp) in (5, 7):
        return True  # half a month or day: the archive takes the nearest capture
    try:
        moment = date(int(full[:4]), int(full[4:6]), int(full[6:8]))
    except ValueError:
        return False
    is_time = int(full[8:10]) < 24 and int(full[10:12]) < 60 and int(full[12:14]) < 60
    return is_time and (moment.year >= _FIRST_YEAR or len(timestamp) < 4)
