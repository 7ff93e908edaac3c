"""Which repairs nights of checking lead to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.runs.builders import SimulatedNight, titled
from tests.runs.repairs import proposed, repairs, values
from tests.simulator import SimulatedPage
from verifier.archive.interface import Loaded
from verifier.demo.pages import article
from verifier.model.memento import ReplayState
from verifier.model.repair import RepairKind
from verifier.runs.repairing import write_repairs

URL, MOVED = "https://news.example.com/a/1", "https://news.example.com/archive/2024/1"
TITLE = titled(3)
STAMP = "20240507120000"
RIGHT = Loaded(ReplayState.LOADED, "", 200, "text/html; charset=utf-8", article(TITLE, "Gazette"))
COPY = f"https://web.archive.org/web/{STAMP}/{URL}"


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE))
    return night


def with_copy(night: SimulatedNight) -> None:
    assert night.archive is not None
    night.archive.copies[URL], night.archive.shows[URL] = STAMP, RIGHT


def cite_copy(night: SimulatedNight, archive_url: str) -> None:
    document = night.corpus / "doc.md"
    text = document.read_text()
    document.write_text(text.replace("\n---\n\nText", f'\n    archived: "{archive_url}"\n---\n\nText'))


def moves_to(night: SimulatedNight, target: str, status: int = 301, title: str = TITLE) -> None:
    night.web.pages[URL] = SimulatedPage(status, location=target)
    night.web.pages[target] = SimulatedPage(body=article(title, "Gazette"))


def nights(night: SimulatedNight, count: int, days: float = 8) -> None:
    for number in range(count):
        if number:
            night.clock.advance(days=days)
        night.run()


def test_a_confirmed_copy_is_proposed_for_a_citation_that_names_none(night: SimulatedNight) -> None:
    with_copy(night)
    night.run()

    (proposal,) = proposed(night)

    assert (proposal.kind, values(proposal)) == (
        RepairKind.COPY_ADDED,
        {"archive_url": COPY, "archive_date": "2024-05-07"},
    )
    assert proposal.evidence.startswith("The copy of 2024-05-07 was loaded on 20")
    assert proposal.is_safe


def test_the_address_of_an_archive_that_only_we_can_reach_is_not_put_into_a_document(
    night: SimulatedNight,
) -> None:
    with_copy(night)
    assert night.archive is not None
    night.archive.address = "http://127.0.0.1:8080"
    night.run()

    assert night.verdicts() == {URL: "verified"}
    assert proposed(night) == []


def test_a_copy_that_nobody_loaded_is_not_proposed(night: SimulatedNight) -> None:
    with_copy(night)
    assert night.archive is not None
    night.archive.shows.clear()
    night.run()

    assert proposed(night) == []


@pytest.mark.parametrize(
    "cited",
    [
        f"https://web.archive.org/web/20241307120000/{URL}",
        f"https://web.archive.org/web/2024*/{URL}",
        "https://web.archive.org/save/x",
    ],
)
def test_a_made_up_copy_is_replaced(night: SimulatedNight, cited: str) -> None:
    cite_copy(night, cited)
    with_copy(night)
    assert night.archive is not None
    night.archive.shows[cited] = Loaded(ReplayState.ELSEWHERE, "the archive has no such copy")
    night.run()

    (proposal,) = proposed(night)

    assert proposal.kind is RepairKind.COPY_REPLACED
    assert values(proposal)["archive_url"] == COPY


@pytest.mark.parametrize("cited", ["perma.cc/AB12-CD34", "archive.ph/abcd"])
def test_an_archives_address_without_its_scheme_is_not_replaced_unseen(
    night: SimulatedNight, cited: str
) -> None:
    cite_copy(night, cited)
    with_copy(night)
    night.run()

    (withheld,) = repairs(night).withheld
    assert withheld.doubt == f"the cited copy “{cited}” may be one, and only lack its “https://”"
    assert [values(proposal)["archive_url"] for proposal in proposed(night, unsafe=True)] == [COPY]


@pytest.mark.parametrize(
    "written",
    [
        "copies/2024.pdf",
        "file:///srv/a.html",
        "doi:10.5281/zenodo.1",
        "ipfs://bafybeigdyrzt/a.html",
        "10.5281/zenodo.1234",
        "2024.05.07",
        "Yes, checked by hand. See desk copy",
        "Zotero 6.0",
    ],
)
def test_what_a_person_wrote_that_is_no_address_is_never_replaced(
    night: SimulatedNight, written: str
) -> None:
    cite_copy(night, written)
    with_copy(night)
    night.run()

    safe, every = repairs(night), repairs(night, unsafe=True)

    assert safe.documents == every.documents == ()
    assert safe.refusals == every.refusals
    (refusal,) = safe.refusals
    assert f'its "archived" says "{written}", which is no address of a web archive' in refusal.reason


def test_a_copy_that_looks_made_up_and_is_there_stays(night: SimulatedNight) -> None:
    cite_copy(night, f"https://web.archive.org/web/20240507000000/{URL}")
    with_copy(night)
    night.run()

    (row,) = night.report["citations"]
    assert "CIT020" not in [finding["code"] for finding in row["findings"]]
    assert proposed(night) == []


def test_a_cited_copy_that_is_right_stays(night: SimulatedNight) -> None:
    cite_copy(night, COPY)
    with_copy(night)
    night.run()

    assert proposed(night) == []


def test_a_copy_that_may_be_right_is_not_replaced_by_another(night: SimulatedNight) -> None:
    cite_copy(night, f"https://web.archive.org/web/20230102030405/{URL}")
    with_copy(night)
    assert night.archive is not None
    night.archive.shows[URL] = Loaded(ReplayState.FAILED, "HTTP 503")
    night.run()

    assert proposed(night) == []


def test_a_lasting_move_is_safe_after_a_week(night: SimulatedNight) -> None:
    moves_to(night, MOVED)
    night.run()
    (first,) = proposed(night, unsafe=True)
    withheld = repairs(night).withheld
    night.clock.advance(days=8)
    night.run()

    (then,) = proposed(night)

    assert first.doubt == "it was seen 1 time, and has to be seen again 7 days later"
    assert [proposal.kind for proposal in withheld] == [RepairKind.MOVE_FOLLOWED]
    assert (then.is_safe, values(then)) == (True, {"url": MOVED})
    assert "2 checks from " in then.evidence


def test_a_check_of_a_clock_that_was_ahead_neither_settles_a_move_nor_delays_it(
    night: SimulatedNight,
) -> None:
    moves_to(night, MOVED)
    night.clock.advance(days=3650)
    night.run()
    night.clock.advance(days=-3650)
    night.run()

    (proposal,) = proposed(night, unsafe=True)
    assert not proposal.is_safe

    night.clock.advance(days=8)
    night.run()
    (proposal,) = proposed(night)
    assert (proposal.is_safe, values(proposal)) == (True, {"url": MOVED})


def test_a_temporary_redirect_and_another_page_are_no_move(night: SimulatedNight) -> None:
    moves_to(night, MOVED, status=302)
    nights(night, 2)
    assert proposed(night, unsafe=True) == []

    moves_to(night, MOVED, title="Fire brigade of the valley trains fifty recruits in the rain")
    nights(night, 3)
    assert proposed(night, unsafe=True) == []


@pytest.mark.parametrize(
    ("target", "doubt"),
    [
        ("https://other.example.org/archive/2024/1", "it is another site (other.example.org)"),
        (f"{MOVED}?session=17", "the new address has a query that the old one has not"),
        ("http://news.example.com/archive/2024/1", "the new address is not encrypted"),
    ],
)
def test_a_doubtful_move_is_withheld(night: SimulatedNight, target: str, doubt: str) -> None:
    moves_to(night, target)
    nights(night, 2)

    found = repairs(night)

    assert (found.documents, [proposal.doubt for proposal in found.withheld]) == ((), [doubt])
    assert [values(proposal) for proposal in proposed(night, unsafe=True)] == [{"url": target}]


def test_with_or_without_www_it_is_the_same_host(night: SimulatedNight) -> None:
    moves_to(night, "https://www.news.example.com/archive/2024/1")
    nights(night, 2)

    assert [proposal.is_safe for proposal in proposed(night)] == [True]


def test_the_cited_place_in_a_page_outlasts_a_move(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    night.cite((f"{URL}#part-2", TITLE))
    moves_to(night, MOVED)
    night.web.pages[f"{URL}#part-2"] = night.web.pages[URL]
    nights(night, 2)

    assert [values(proposal) for proposal in proposed(night)] == [{"url": f"{MOVED}#part-2"}]


def test_a_move_to_what_the_document_cites_already_is_withheld(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE), (MOVED, TITLE))
    moves_to(night, MOVED)
    nights(night, 2)

    assert [proposal.doubt for proposal in repairs(night).withheld] == [
        "the new address is already cited at line 8 of the document"
    ]


def test_two_entries_that_move_to_one_address_do_not_become_one_unseen(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    other = "https://news.example.com/amp-1"
    night.cite((URL, TITLE), (other, TITLE), (URL, TITLE))
    moves_to(night, MOVED)
    night.web.pages[other] = SimulatedPage(301, location=MOVED)
    nights(night, 2)

    found = repairs(night)

    assert [proposal.citation.place.line for proposal in found.proposals] == [6, 10]
    assert [proposal.doubt for proposal in found.withheld] == [
        "the new address is already cited at line 6 of the document"
    ]


def test_two_tenants_of_one_host_are_two_sites(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    url, target = "https://gazette.github.io/a/1", "https://herald.github.io/a/2"
    night.cite((url, TITLE))
    night.web.pages[url] = SimulatedPage(301, location=target)
    night.web.pages[target] = SimulatedPage(body=article(TITLE, "Gazette"))
    nights(night, 2)

    assert [proposal.doubt for proposal in repairs(night).withheld] == [
        "it is another site (herald.github.io)"
    ]


def test_an_address_with_a_secret_is_never_written_down(night: SimulatedNight) -> None:
    moves_to(night, f"{MOVED}?token=0123456789abcdef")
    nights(night, 2)

    assert proposed(night, unsafe=True) == []


def test_a_move_behind_a_wall_waits(night: SimulatedNight) -> None:
    moves_to(night, MOVED)
    night.run()
    night.clock.advance(days=8)
    night.web.pages[MOVED] = SimulatedPage(403, b"<title>Just a moment...</title>")
    night.run()

    assert proposed(night, unsafe=True) == []


def test_both_repairs_of_one_citation_are_made_together(night: SimulatedNight) -> None:
    with_copy(night)
    moves_to(night, MOVED)
    nights(night, 2)

    (repaired,) = repairs(night).documents
    assert list(write_repairs(night.corpus, [repaired])) == [(repaired, "")]

    written = (night.corpus / "doc.md").read_text()
    assert f'  - url: "{MOVED}"\n    archive_url: {COPY}\n    archive_date: "2024-05-07"\n' in written


def test_what_is_repaired_needs_no_repair(night: SimulatedNight) -> None:
    with_copy(night)
    night.run()
    list(write_repairs(night.corpus, repairs(night).documents))
    night.run()

    assert proposed(night) == []


def test_a_document_that_changed_meanwhile_is_left_alone(night: SimulatedNight) -> None:
    with_copy(night)
    night.run()
    (repaired,) = repairs(night).documents
    document = night.corpus / "doc.md"
    document.write_text(document.read_text() + "More.\n")

    ((_, reason),) = write_repairs(night.corpus, [repaired])

    assert reason == "the file has changed since it was read; run the command again"
    assert document.read_text().endswith("More.\n")


def test_a_citation_that_was_edited_after_the_run_gets_no_old_repair(night: SimulatedNight) -> None:
    moves_to(night, MOVED)
    nights(night, 2)
    document = night.corpus / "doc.md"
    document.write_text(document.read_text().replace(TITLE, "Something else that nobody checked"))

    assert proposed(night) == []


def test_only_the_wanted_documents_are_repaired(night: SimulatedNight) -> None:
    night.cite((URL, TITLE), name="other")
    with_copy(night)
    night.run()

    assert [proposal.citation.path for proposal in proposed(night, only="other.md")] == ["other.md"]


def test_a_plain_text_citation_is_refused_with_its_place(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE))
    document = night.corpus / "doc.md"
    document.write_text(f'---\ntitle: doc\nsources:\n  - "{TITLE} {URL}"\n---\n')
    with_copy(night)
    night.run()

    found = repairs(night)

    assert [proposal.kind for proposal in found.proposals] == []
    (refusal,) = found.refusals
    assert (refusal.path, refusal.place.line) == ("doc.md", 4)
    assert "plain text" in refusal.reason


def test_a_copy_without_room_keeps_no_move_from_being_followed(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE))
    document = night.corpus / "doc.md"
    document.write_text(f'---\ntitle: doc\nsources:\n  - "{TITLE} {URL}"\n---\n')
    with_copy(night)
    moves_to(night, MOVED)
    nights(night, 2)

    found = repairs(night)

    assert [proposal.kind for proposal in found.proposals] == [RepairKind.MOVE_FOLLOWED]
    assert ["plain text" in refusal.reason for refusal in found.refusals] == [True]


def test_a_file_name_that_is_no_utf8_is_told_as_that(night: SimulatedNight) -> None:
    document = night.corpus / "doc.md"
    document.rename(document.with_name(os.fsdecode(b"doc\xff.md")))
    with_copy(night)
    night.run()

    assert [refusal.reason for refusal in repairs(night).refusals] == [
        "its name is no UTF-8; rename the file"
    ]
