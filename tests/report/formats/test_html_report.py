from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.report.hostile import hostile_report
from tests.report.reports import Filed, fell, open_one, rendered, report_of, stands
from tests.report.synthetic import synthetic_report
from verifier.model.citation import Place, Unreadable
from verifier.model.report import Report
from verifier.model.run import Run, RunState
from verifier.report.formats import html_report

ELEMENTS = (
    "html head meta title link style body a header nav strong span button kbd main section p h1 h2 h3 b "
    "br svg defs pattern rect ul li ol div article dl dt dd cite small code time noscript form label input "
    "select datalist table caption thead tbody tr th dialog footer script"
)


@pytest.fixture(scope="module")
def hostile_page() -> str:
    return rendered(html_report, hostile_report()).decode()


def _page(report: Report) -> LexborHTMLParser:
    return LexborHTMLParser(rendered(html_report, report).decode())


def _text(page: LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(node.text(separator=" ").split()) for node in page.css(selector))


def _first(page: LexborHTMLParser, selector: str) -> LexborNode:
    return page.css(selector)[0]


def _elements(page: LexborHTMLParser) -> Iterator[LexborNode]:
    assert page.root is not None
    yield from page.root.traverse()


def _data(page: LexborHTMLParser) -> dict[str, Any]:
    (block,) = page.css("script[type='application/json']")
    parsed: dict[str, Any] = json.loads(block.text())
    return parsed


def test_hostile_text_adds_no_element_and_no_attribute(hostile_page: str) -> None:
    page = LexborHTMLParser(hostile_page)
    assert {node.tag for node in _elements(page)} <= set(ELEMENTS.split())
    assert len(page.css("script")) == 2
    assert len(page.css("style")) == 1
    names = {name for node in _elements(page) for name in node.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {
        "src",
        "srcset",
        "action",
        "formaction",
        "style",
        "background",
        "ping",
        "target",
        "autofocus",
    }


def test_links_lead_to_the_page_itself_or_to_cited_web_addresses(hostile_page: str) -> None:
    page = LexborHTMLParser(hostile_page)
    for node in page.css("a"):
        href = node.attributes["href"] or ""
        assert re.match(r"#|https?://[a-z]", href)
        assert href.startswith("#") or node.attributes["rel"] == "noreferrer noopener nofollow"
    assert [(node.attributes["href"] or "")[:10] for node in page.css("link")] == ["data:image"]


def test_hostile_text_leaves_no_control_in_the_page(hostile_page: str) -> None:
    # Direction marks are ordinary in Hebrew and Arabic; private-use signs are the page's own placeholders.
    shown = re.sub("[\u200f\ue000-\ue006]", "", hostile_page)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "##[" not in shown


def test_the_data_of_a_hostile_report_can_be_read(hostile_page: str) -> None:
    assert len(_data(LexborHTMLParser(hostile_page))["citations"]) == len(hostile_report().citations)


def test_the_policy_allows_this_style_and_this_script_and_no_request() -> None:
    page = _page(report_of(Filed("a.md", [stands("https://a.test/")])))
    policy = _first(page, "meta[http-equiv]").attributes["content"] or ""
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    style, script = _first(page, "style").text(), page.css("script")[-1].text()
    for directive, content in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert directives[directive] == f"'sha256-{digest}'"
    assert directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"


def test_the_script_never_makes_nodes_from_text() -> None:
    script = _page(report_of()).css("script")[-1].text()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|DOMParser", script
    )
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|new Worker", script)


def test_without_its_script_the_page_says_what_needs_attention() -> None:
    page = _page(
        report_of(
            Filed("events/a.md", [stands("https://a.test/1"), fell("https://a.test/2", "Lost & found")], 9),
            Filed("events/b.md", [open_one("https://b.test/")]),
        )
    )
    assert _text(page, "h1") == "1 of 3 citations stand, 1 does not, 1 could not be established."
    attention = _text(page, "#attention")
    assert "1 of 2 sources of an importance-9 document stands" in attention
    assert "events/a.md" in attention
    assert "Lost & found" in attention
    assert "The source answers 404: it has no such page." in attention
    assert "events/b.md" not in attention


def test_what_a_document_calls_verified_is_contradicted_in_a_section_of_its_own() -> None:
    page = _page(report_of(Filed("a.md", [fell("https://a.test/2", "Lost", verified="true")])))
    assert "Lost" in _text(page, "#contradicted")
    assert not _page(report_of(Filed("a.md", [fell("https://a.test/2", "Lost")]))).css("#contradicted")


def test_a_link_opens_the_evidence_of_the_citation_that_it_names() -> None:
    report = report_of(Filed("a.md", [fell("https://a.test/2")]))
    page = _page(report)
    link = _first(page, "#attention a.open").attributes["href"] or ""
    data = _data(page)
    key = data["citations"][0][data["columns"].index("key")]
    assert link == f"#c={key}"
    assert report.citations[0].citation.key.startswith(key)


def test_the_page_says_when_it_is_incomplete_or_inconclusive_or_first() -> None:
    cited = Filed("a.md", [stands("https://a.test/")])
    assert not _page(report_of(cited)).css("main > .banner")
    assert "INCOMPLETE" in _text(_page(report_of(cited, complete=False)), ".banner")
    run = Run(1, report_of().generated_at, RunState.INCONCLUSIVE, note="No canary answered.")
    banner = _text(_page(report_of(cited, run=run)), ".banner")
    assert "INCOMPLETE The last run is inconclusive." in banner
    assert "No canary answered." in banner
    assert "Nothing was checked yet." in _text(_page(report_of(cited, run=None)), "h1")


def test_files_that_could_not_be_read_are_listed_with_their_place() -> None:
    page = _page(report_of(unreadable=[Unreadable("a.md", Place(7, 3), "no closing fence")]))
    assert "a.md:7:3 no closing fence" in _text(page, "#unreadable")


def test_every_control_has_a_label() -> None:
    page = _page(report_of(Filed("a.md", [stands("https://a.test/")])))
    for control in page.css("input, select"):
        assert control.parent is not None
        assert control.parent.tag == "label"
    assert _first(page, "html").attributes["lang"] == "en"


def test_twenty_thousand_citations_stay_below_ten_megabytes() -> None:
    report = synthetic_report(20_000)
    page = rendered(html_report, report)
    assert len(report.citations) == 20_000
    assert len(page) < 10_000_000
    assert b'"clipped":false' in page
