"""Nights in which what documents quote is looked for in their sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.runs.builders import SimulatedNight
from tests.simulator import SimulatedPage
from verifier.demo.pages import article

URL = "https://gazette.example/bridge"
TITLE = "Old harbour bridge falls after forty years of warnings"
SAID = "nobody wanted to hear what we told them"
LEAD = f"“{SAID},” the engineer said on Monday."


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path, settings={"quotes": {"check": True}})
    night.cite((URL, TITLE))
    page = article(TITLE, "Gazette", lead=LEAD)
    night.web.pages[URL] = SimulatedPage(body=page, headers={"etag": '"one"'})
    return night


def write(night: SimulatedNight, body: str) -> None:
    path = night.corpus / "doc.md"
    path.write_text(path.read_text().rpartition("---")[0] + f"---\n{body}\n")


def quotations(night: SimulatedNight) -> list[dict[str, Any]]:
    (document,) = night.report["documents"]
    found: list[dict[str, Any]] = document["quotations"]
    return found


def test_a_document_shows_which_source_says_what_it_quotes(night: SimulatedNight) -> None:
    write(night, f'The engineer: "{SAID}". He added: “we shall build it again next year”.')
    night.run()

    found, missing = quotations(night)
    assert (found["standing"], found["url"], found["score"]) == ("found", URL, 100)
    assert (missing["standing"], missing["url"]) == ("nowhere", None)
    (document,) = night.report["documents"]
    assert [finding["code"] for finding in document["findings"] if finding["code"] >= "CIT2"] == ["CIT250"]
    assert night.verdicts() == {URL: "verified"}


def test_a_quotation_that_is_added_later_is_looked_for_though_the_page_did_not_change(
    night: SimulatedNight,
) -> None:
    write(night, f"The engineer: “{SAID}”.")
    night.run()
    night.clock.advance(days=1)
    night.run()
    assert [one["standing"] for one in quotations(night)] == ["found"]

    night.clock.advance(days=1)
    write(night, f"The engineer: “{SAID}”, “the engineer said on Monday”, “that was never said at all”.")
    night.run()
    assert [one["standing"] for one in quotations(night)] == ["found", "found", "nowhere"]


def test_a_source_that_fails_leaves_quotations_open(night: SimulatedNight) -> None:
    write(night, f"The engineer: “{SAID}”.")
    night.web.pages[URL] = SimulatedPage(status=503)
    night.run()
    assert [(one["standing"], one["unread"]) for one in quotations(night)] == [("open", 1)]


def test_nothing_is_looked_for_unless_wanted(night: SimulatedNight) -> None:
    night.settings["quotes"] = {"check": False}
    write(night, f"The engineer: “{SAID}”.")
    night.run()
    assert quotations(night) == []
