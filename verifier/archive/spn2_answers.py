"""Reading what Save Page Now says: an attempt and an answer in, the attempt as it stands now out. Pure.

Success is not preservation, and an error is not absence: captures vanished, and errors had in fact
captured (design: wayback). So a success is only `reported`, and whatever leaves the outcome open is
`outcome-unknown`: look up before sending again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from verifier.archive.address import memento_uri, same_page
from verifier.archive.choice import is_timestamp
from verifier.archive.exchange import Answer
from verifier.archive.keys import Keys
from verifier.archive.quoting import quoted
from verifier.archive.spn2_codes import (
    STATES,
    STOPPING,
    class_of_archived_status,
    outcome_class,
)
from verifier.model.memento import Capture, CaptureState
from verifier.model.outcome import OutcomeClass

Fields = Mapping[str, Any]
"""A JSON object of the archive: nothing about it is certain."""

_JOB_ID_LIMIT = 200


def read_fields(answer: Answer, keys: Keys) -> list[dict[str, Any]] | None:
    """The JSON objects of an answer (one, or a list of them), without the keys should it echo them.

    None where it is not JSON.
    """
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    listed = content if isinstance(content, list) else [content]
    return [
        {name: keys.redacted(value) if isinstance(value, str) else value for name, value in item.items()}
        for item in listed
        if isinstance(item, dict)
    ]


def submitted(capture: Capture, fields: Fields) -> Capture:
    """The attempt after the answer to its submission. Refusals come as HTTP 200, too."""
    job_id = _text(fields, "job_id")
    message = quoted(_text(fields, "message"))
    if fields.get("status") == "error" or (message and "job_id" not in fields):
        return failed(capture, fields)
    if job_id and job_id.isprintable() and "," not in job_id and len(job_id) <= _JOB_ID_LIMIT:
        return replace(capture, state=CaptureState.SUBMITTED, job_id=job_id, message=message)
    return replace(
        capture,
        state=CaptureState.OUTCOME_UNKNOWN,
        message=message or "the archive took the URL but gave no job id",
    )


def polled(capture: Capture, fields: Fields, base: str) -> Capture:
    """The attempt after the status of its job. Anything but success and error is "not yet"."""
    if fields.get("status") == "error":
        return failed(capture, fields)
    if fields.get("status") == "success":
        return _succeeded(capture, fields, base)
    return capture


def failed(capture: Capture, fields: Fields) -> Capture:
    """The attempt after an error, by the class of its code or words."""
    status_ext = quoted(_text(fields, "status_ext"), 100) or None
    message = quoted(_text(fields, "message"))
    found = outcome_class(status_ext, message)
    return in_class(capture, found, message or status_ext or "the archive gave no reason", status_ext)


def in_class(capture: Capture, found: OutcomeClass, message: str, status_ext: str | None = None) -> Capture:
    """The attempt after a failure of a class."""
    return replace(
        capture,
        state=STATES[found],
        status_ext=status_ext,
        message=message,
        outcome=found,
        stop=found in STOPPING,
    )


def _succeeded(capture: Capture, fields: Fields, base: str) -> Capture:
    timestamp, original = _text(fields, "timestamp"), _text(fields, "original_url")
    archived = fields.get("http_status")
    failure = class_of_archived_status(archived) if isinstance(archived, int) else None
    if failure is not None:
        return in_class(capture, failure, f"the archive captured a page that answered HTTP {archived}")
    if original and not same_page(original, capture.source):
        message = f"the archive captured another page: {quoted(original)}"
        return in_class(capture, OutcomeClass.TARGET_REFUSED, message)
    if not is_timestamp(timestamp):
        message = "the archive reports success but names no copy"
        return replace(capture, state=CaptureState.OUTCOME_UNKNOWN, message=message)
    # What was said at the submission tells when the copy can be loaded ("in 12 hours").
    message = quoted(_text(fields, "message")) or capture.message
    return replace(
        capture,
        state=CaptureState.REPORTED,
        timestamp=timestamp,
        memento_uri=memento_uri(base, timestamp, original or capture.source),
        message=message,
    )


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
