from __future__ import annotations

import json
from typing import Any

import pytest

from tests.shared_data import shared_data
from verifier.archive.spn2_codes import (
    CODES,
    STATES,
    STOPPING,
    class_of_archived_status,
    outcome_class,
)
from verifier.model.memento import CaptureState
from verifier.model.outcome import OutcomeClass


def facts() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        shared_data("wayback", "spn2", "error_codes.json").read_text("utf-8")
    )
    return content


def test_every_known_code_has_the_class_that_the_facts_give_it() -> None:
    known = facts()["documented"] | facts()["undocumented"]
    assert len(facts()["documented"]) == 38
    assert {code: entry["class"] for code, entry in known.items()} == {
        code: found.value for code, found in CODES.items()
    }
    assert {found.value for found in OutcomeClass} == set(facts()["classes"]) | {"unknown"}


def test_every_class_leads_to_a_state_and_no_failure_to_success() -> None:
    assert set(STATES) == set(OutcomeClass)
    failures = {CaptureState.REFUSED, CaptureState.DEFERRED, CaptureState.UNARCHIVABLE}
    assert set(STATES.values()) == failures
    assert OutcomeClass.TARGET_REFUSED not in STOPPING


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("You need to be logged in to use Save Page Now.", OutcomeClass.ACCOUNT_STOP),
        ("This URL is in the exclusion list.", OutcomeClass.TARGET_REFUSED),
        (
            "You have already reached the limit of active Save Page Now sessions. Please wait for a minute.",
            OutcomeClass.QUOTA_NOW,
        ),
        (
            "This URL has been already captured 5 times today, which is a daily limit",
            OutcomeClass.QUOTA_URL_DAY,
        ),
        ("You cannot make more than 30000 captures per day", OutcomeClass.QUOTA_ACCOUNT_DAY),
        (
            "You have reached your daily not-logged-in captures limit of (200,)",
            OutcomeClass.QUOTA_ACCOUNT_DAY,
        ),
        ("Crawling this host is paused because … (HTTP status=429)", OutcomeClass.TARGET_TRANSIENT),
        ("Live page is not available: chrome-error://chromewebdata/", OutcomeClass.TARGET_TRANSIENT),
        ("www.example.om URL syntax is not valid.", OutcomeClass.UNARCHIVABLE),
        ("RecursionError: maximum depth", OutcomeClass.SERVICE_TRANSIENT),
        ("something new", OutcomeClass.UNKNOWN),
    ],
)
def test_without_a_known_code_the_words_decide(message: str, found: OutcomeClass) -> None:
    assert outcome_class(None, message) is found
    assert outcome_class("error:brand-new", message) is found


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (200, None),
        (404, OutcomeClass.TARGET_GONE),
        (410, OutcomeClass.TARGET_GONE),
        (403, OutcomeClass.TARGET_REFUSED),
        (999, OutcomeClass.TARGET_REFUSED),
        (302, OutcomeClass.TARGET_REFUSED),
        (429, OutcomeClass.TARGET_TRANSIENT),
        (503, OutcomeClass.TARGET_TRANSIENT),
    ],
)
def test_a_copy_of_an_error_page_is_classed_like_the_error(status: int, found: OutcomeClass | None) -> None:
    assert class_of_archived_status(status) is found
