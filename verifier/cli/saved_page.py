"""Judging a page that lies on the disk: one row of `inspect`, from JSON to verdict."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from verifier.extract.page import read_page
from verifier.extract.page_class import classify
from verifier.judge.conclusions import conclude
from verifier.judge.verdicts import judge_page
from verifier.model.citation import Citation, Claim, Place
from verifier.model.observation import Exchange, Hop, Observation, Page, TitleCandidate
from verifier.model.verdict import Conclusion, PageJudgement

BODY_LIMIT = 4 * 1024**2
"""Bytes of a saved page that are read, as of a fetched one (`fetch.body_limit`)."""
_REDIRECT = 302
"""The status that is assumed where only the final address of a redirect is known."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""When it was fetched is unknown, and nothing depends on it: no history is given."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page and the citation to judge it by."""

    title: str | None
    url: str
    """The cited address; "" where it is unknown."""
    html: Path | None = None
    """The file; None where `body` is given."""
    body: bytes = b""
    final_url: str | None = None
    status: int = 200
    headers: Mapping[str, str] | None = None
    titles: tuple[TitleCandidate, ...] | None = None
    """Taken instead of the page's own titles."""

    @property
    def content_type(self) -> str:
        """The Content-Type header, "" where none is given."""
        return (self.headers or {}).get("content-type", "")


def read_id(row: object) -> str | int | float | None:
    """What the answer to a row is known by; None where the row does not say. Raises ValueError."""
    value = row.get("id") if isinstance(row, dict) else None
    if isinstance(value, float) and not isfinite(value):
        raise ValueError('"id" is no number that JSON can hold')
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError('"id" has to be text or a number')


def read_row(row: object, folders: Iterable[Path]) -> SavedPage:
    """The saved page that a JSON row names; a relative `html` is looked for in `folders` in order.

    Raises ValueError with what is wrong in the row, and OSError for a file that cannot be found.
    """
    if not isinstance(row, dict):
        raise ValueError("a row has to be a JSON object")
    body, html = _text(row, "body"), _text(row, "html")
    if (body is None) == (html is None):
        raise ValueError('exactly one of "html" (a path) and "body" (text) has to be given')
    return SavedPage(
        title=_text(row, "title"),
        url=_text(row, "url") or "",
        html=None if html is None else _find(html, folders),
        body=(body or "").encode("utf-8", "replace"),
        final_url=_text(row, "final_url"),
        status=_status(row),
        headers=_headers(row.get("headers")),
        titles=_titles(row.get("cands")),
    )


def judge_saved(saved: SavedPage) -> tuple[PageJudgement, Conclusion]:
    """Judge a saved page. It counts as confirmed evidence: there can be no second fetch.

    Raises OSError where the file cannot be read.
    """
    final = saved.final_url or saved.url
    if saved.html is not None:
        page = _read_file(saved.html, saved.content_type, final)
    else:
        page = read_page(saved.body, saved.content_type, final)
    if page is not None and saved.titles is not None:
        page = replace(page, titles=saved.titles)
    observation = Observation(_exchange(saved, final), page)
    page_class, evidence = classify(observation)
    citation = _citation(saved)
    judgement = judge_page(citation, observation, page_class, evidence, (), single_fetch_suffices=True)
    answered = judgement.page_class is not None
    return judgement, conclude(citation, (), judgement, None, answered)


def result(judgement: PageJudgement, conclusion: Conclusion) -> dict[str, Any]:
    """The verdict as JSON values, in the order of the keys that are promised."""
    identity = judgement.identity
    return {
        "page_class": judgement.page_class and judgement.page_class.value,
        "access": judgement.access.value,
        "identity": identity.identity.value,
        "reason": identity.reason,
        "score": identity.score,
        "field": identity.field,
        "found_title": identity.found_title,
        "verdict": conclusion.verdict.value,
        "codes": list(conclusion.codes),
    }


@lru_cache(maxsize=16)
def _read_file(path: Path, content_type: str, url: str) -> Page | None:
    """Rows about one page tend to follow each other."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return read_page(file.read(BODY_LIMIT), content_type, url)
    except (EOFError, zlib.error) as error:
        raise OSError(f"{path} is no complete gzip file ({error})") from error


def _exchange(saved: SavedPage, final: str) -> Exchange:
    hops = [Hop(final, saved.status)]
    if final != saved.url:
        hops.insert(0, Hop(saved.url, _REDIRECT, final))
    return Exchange(saved.url, _LONG_AGO, 0.0, tuple(hops), headers=saved.headers or {})


def _citation(saved: SavedPage) -> Citation:
    claim = Claim(url=saved.url or None, title=saved.title)
    return Citation("", "", 0, Place(1, 1), claim, saved.url or None, key="inspected")


def _status(row: dict[str, Any]) -> int:
    value = row.get("status")
    if value is None:
        return 200
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) == 3:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 100 <= value <= 599:
        raise ValueError('"status" has to be a number from 100 to 599')
    return value


def _text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" has to be text')
    return value


def _find(html: str, folders: Iterable[Path]) -> Path:
    tried = [folder / html for folder in folders]
    found = next((path for path in tried if path.is_file()), None)
    if found is None:
        there = any(path.exists() for path in tried)
        raise FileNotFoundError(f"{html} is no regular file" if there else f"there is no file {html}")
    return found


def _headers(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError('"headers" has to be an object')
    return {str(name).lower(): str(text) for name, text in value.items()}


def _titles(value: object) -> tuple[TitleCandidate, ...] | None:
    if value is None:
        return None
    try:
        return tuple(TitleCandidate(str(field), str(text)) for field, text in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise ValueError('"cands" has to be a list of [field, text]') from None
