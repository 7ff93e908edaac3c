"""Reading what Save Page Now says of itself and of an account before anything is submitted. Pure.

An answer that cannot be read is no reason to submit nothing: the archive's own pages say so little of these
two that they may change any day.
"""

from __future__ import annotations

from verifier.archive.exchange import Answer
from verifier.archive.keys import Keys
from verifier.archive.quoting import quoted, without_tags
from verifier.archive.spn2_answers import Fields, read_fields
from verifier.model.allowance import Allowance

_DOWN = 502
"""How the service says that it is down (its API document)."""
_MOST = 10**9
"""A larger count is none."""


def system_refusal(answer: Answer, keys: Keys) -> str:
    """Why the service should be given nothing to do, by its `/save/status/system`; "" where it is well, or
    does not say."""
    if answer.status == _DOWN:
        return f"Save Page Now is down (HTTP {answer.status})"
    fields = _fields(answer, keys)
    status = fields.get("status") if fields is not None else None
    if not isinstance(status, str) or status == "ok":
        return ""
    return f"the archive says: {quoted(status)}"


def account_allowance(answer: Answer, keys: Keys) -> Allowance:
    """What the account may do, by its `/save/status/user`."""
    fields = _fields(answer, keys)
    if fields is None:
        words = quoted(without_tags(keys.redacted(answer.text)), 100)
        return Allowance(unknown=f"HTTP {answer.status} instead of the account's status: {words}")
    limit, made = _count(fields, "daily_captures_limit"), _count(fields, "daily_captures")
    at_once = _count(fields, "available")
    today = None if limit is None or made is None else max(0, limit - made)
    unknown = "" if at_once is not None and today is not None else "the account's status is incomplete"
    used_up = f"the account's {limit:,} captures of this day (UTC) are used up" if today == 0 else ""
    return Allowance(at_once, today, used_up, unknown)


def _fields(answer: Answer, keys: Keys) -> Fields | None:
    fields = read_fields(answer, keys) if answer.status == 200 else None
    return fields[0] if fields else None


def _count(fields: Fields, name: str) -> int | None:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _MOST else None
