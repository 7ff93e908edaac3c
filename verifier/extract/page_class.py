"""What kind of page answered: a document, or one of the pages that stand where a document should.

Decides by agreeing signs, never by one: real pages carry challenge scripts, and there is a show called
"The 404" (identity.md). Says nothing about any citation. A home page is told by addresses alone.
"""

from __future__ import annotations

import re

from verifier.extract.look import VERY_SHORT, Look
from verifier.extract.page_kinds import KINDS
from verifier.model.observation import Observation, Page
from verifier.model.verdict import PageClass

_MISSING = re.compile(
    r"\b(?:not (?:be )?found|no longer available|does not exist|40[34]|410)\b", re.IGNORECASE
)


def classify(observation: Observation) -> tuple[PageClass | None, tuple[str, ...]]:
    """The class of the page and the evidence for it, in sentences.

    None where no page was had, or where what was had can hold no title (an image, say).
    """
    page, status = observation.page, observation.exchange.status
    if page is None:
        return None, ()
    if page.kind == "other":
        said = observation.exchange.content_type or "no stated type"
        return None, (f"The answer is no text that could be compared ({said}).",)
    if page.kind != "html":
        return _without_markup(page, status or 200)
    look = Look.at(observation, page)
    for page_class, test in KINDS:
        evidence = test(look)
        if evidence:
            return page_class, evidence
    return PageClass.DOCUMENT, ("Nothing about the page says that it is anything but a document.",)


def _without_markup(page: Page, status: int) -> tuple[PageClass, tuple[str, ...]]:
    if status >= 400:
        return PageClass.ERROR_PAGE, (f"The server answered {status}.",)
    if page.kind == "text" and page.text_length < VERY_SHORT and _MISSING.search(page.lead):
        return PageClass.ERROR_PAGE, ("A few words of plain text say that something was not found.",)
    return PageClass.DOCUMENT, (f"The answer is a {page.kind} document.",)
