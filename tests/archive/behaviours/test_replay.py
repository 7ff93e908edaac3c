"""The replay as it behaves, and what a user reads the next morning: one behaviour a test.

In the order of the design's list ("A faithful stand-in for tests"), and named by it.
"""

from __future__ import annotations

import pytest

from tests.archive.behaviours.night import BEFORE, LOGIN, NEAR, OTHER, RIGHT, SOFT_404, URL, ArchivedNight
from tests.runs.builders import titled
from verifier.demo.archive_copies import NEVER, Life
from verifier.demo.archive_replies import Reply, Service, rate_limited, silence

CITED, CITED_TITLE = "https://herald.demo/cited", titled(21)


def cite_copy(night: ArchivedNight, timestamp: str = NEAR) -> None:
    """A document that names a copy in its `archive_url`."""
    night.cite(CITED, CITED_TITLE, archive_url=f"https://web.archive.org/web/{timestamp}/{CITED}")


def codes(night: ArchivedNight) -> list[str]:
    return [code for code in night.row(CITED)["codes"] if code in ("CIT302", "CIT303")]


def test_exact_bytes(onlooker: ArchivedNight) -> None:
    """A page in an old encoding is compared as its site sent it, not as the archive would show it."""
    title = "Stadtrat beschließt Öffnung der Brücke für Fußgänger über den Fluss"
    onlooker.cite(CITED, title)
    body = onlooker.page(CITED).replace(b'<meta charset="utf-8">', b'<meta charset="iso-8859-1">').decode()
    onlooker.archive.add_copy(CITED, NEAR, body=body.encode("iso-8859-1"))
    onlooker.run()
    assert (onlooker.preservation(CITED), onlooker.copy(CITED)) == ("preserved", NEAR)
    replayed = [request.target for request in onlooker.archive.requests if request.service is Service.REPLAY]
    assert replayed == [f"/web/{NEAR}id_/{CITED}"]


def test_nearest_302(onlooker: ArchivedNight) -> None:
    """A made-up timestamp leads to another copy: the cited one is not there, though the page is safe."""
    cite_copy(onlooker, "20240509111111")
    onlooker.archive.add_copy(CITED, NEAR, body=onlooker.page(CITED))
    onlooker.run()
    assert codes(onlooker) == ["CIT302"]
    assert f"points to {onlooker.archive.base}/web/{NEAR}id_/{CITED}" in "".join(onlooker.said_of_copies)
    assert (onlooker.preservation(CITED), onlooker.copy(CITED)) == ("preserved", NEAR)


@pytest.mark.parametrize("status", [404, 429, 503])
def test_archived_errors(onlooker: ArchivedNight, status: int) -> None:
    """They are copies of errors: no good ones, and no request of the archive to be left alone."""
    cite_copy(onlooker)
    onlooker.archive.add_copy(CITED, NEAR, status)
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.run()
    assert codes(onlooker) == ["CIT302"]
    assert (onlooker.preservation(CITED), onlooker.preservation()) == ("none", "preserved")
    assert onlooker.notes == ""


def test_exclusion_with_200(onlooker: ArchivedNight) -> None:
    cite_copy(onlooker)
    onlooker.archive.add_copy(CITED, NEAR, body=onlooker.page(CITED))
    onlooker.archive.exclude(CITED)
    onlooker.run()
    assert onlooker.preservation(CITED) == "refused"
    assert onlooker.said_of_copies == ["the archive does not show this URL"]


def test_never_archived_404(onlooker: ArchivedNight) -> None:
    cite_copy(onlooker)
    onlooker.run()
    assert (codes(onlooker), onlooker.preservation(CITED)) == (["CIT302"], "none")


@pytest.mark.parametrize("body", [SOFT_404, LOGIN, OTHER], ids=["soft-404", "login", "another page"])
def test_soft_404_and_login_captures(onlooker: ArchivedNight, body: bytes) -> None:
    """The archive says 200 of them: they keep nothing safe, and an older copy of the document does."""
    onlooker.cite(CITED, CITED_TITLE)
    for url in (URL, CITED):
        onlooker.archive.add_copy(url, NEAR, body=body)
    onlooker.archive.add_copy(CITED, BEFORE, body=onlooker.page(CITED))
    onlooker.run()
    assert (onlooker.preservation(), onlooker.row()["codes"]) == ("none", ["CIT301"])
    assert (onlooker.preservation(CITED), onlooker.copy(CITED)) == ("preserved", BEFORE)


def test_gzip(onlooker: ArchivedNight) -> None:
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT, packed=True)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_listed_and_not_loadable(onlooker: ArchivedNight) -> None:
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT, life=Life(shown_after=NEVER))
    onlooker.run()
    assert (onlooker.preservation(), onlooker.row()["codes"]) == ("none", ["CIT301"])


@pytest.mark.parametrize("reply", [rate_limited("14400"), silence()], ids=["429", "silent"])
def test_a_replay_that_says_nothing(onlooker: ArchivedNight, reply: Reply) -> None:
    """The copy is listed and was not seen: "reported", and the next night loads it."""
    onlooker.world.config["deadline"] = 0.2
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.archive.trouble(Service.REPLAY, reply)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("reported", NEAR)

    onlooker.archive.recover()
    onlooker.run(days_later=1)
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)
