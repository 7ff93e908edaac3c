"""Having copies made: a client of Save Page Now 2 (SPN2) at one base address.

It submits and polls. It does not decide what to submit, does not look copies up, and does not believe
a success (`reported`, never `preserved`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from verifier.archive.address import wire_url
from verifier.archive.exchange import Answer, NoAnswer, Request
from verifier.archive.keys import Keys
from verifier.archive.manners import Line
from verifier.archive.quoting import quoted, without_tags
from verifier.archive.spn2_answers import Fields, failed, in_class, polled, read_fields, submitted
from verifier.archive.spn2_status import account_allowance, system_refusal
from verifier.clock import Clock
from verifier.model.allowance import Allowance
from verifier.model.memento import Capture, CaptureState
from verifier.model.outcome import OutcomeClass
from verifier.model.source import UnusableUrl
from verifier.plan.governor import LONGEST

BATCH = 20
"""Jobs that one status request asks about."""
SESSION_TRIES = 3
"""Submissions of one page while all sessions of the account are in use."""
SESSION_WAIT = 60.0
"""Seconds between them, as the archive itself advises."""


def capture_options(url: str) -> dict[str, str]:
    """The form of a submission: the page alone (no outlinks, no screenshot), only if it answers 200, no
    waiting for scripts, a plain GET for PDFs."""
    form = {"url": url, "capture_all": "0", "skip_first_archive": "1", "js_behavior_timeout": "0"}
    if urlsplit(url).path.lower().endswith(".pdf"):
        form["force_get"] = "1"
    return form


@dataclass(slots=True)
class SavePageNow:
    """Save Page Now with the keys of one account."""

    base: str
    saves: Line
    statuses: Line
    keys: Keys
    clock: Clock

    async def allowance(self) -> Allowance:
        """See `Archive.allowance`. Two requests; a status that cannot be had or read leaves it unknown."""
        system = await self._status("system")
        if isinstance(system, NoAnswer) and system.pause is not None:
            return Allowance(refusal=system.detail, retry_after=system.pause)
        if isinstance(system, Answer) and (refusal := system_refusal(system, self.keys)):
            return Allowance(refusal=refusal)
        # The number keeps caches from answering.
        account = await self._status(f"user?_t={self.clock.now().timestamp() * 1000:.0f}")
        if isinstance(account, NoAnswer):
            refusal = account.detail if account.pause is not None else ""
            return Allowance(refusal=refusal, unknown=account.detail, retry_after=account.pause)
        if account.status == 401:
            return Allowance(refusal=self._unauthorised())
        return account_allowance(account, self.keys)

    async def submit(self, capture: Capture) -> Capture:
        """See `Archive.submit`. Waits while all sessions are in use, three minutes at most."""
        for attempt in range(SESSION_TRIES):
            if attempt:
                await self.clock.sleep(SESSION_WAIT)
            answered = await self._submit_once(capture)
            if answered.outcome is not OutcomeClass.QUOTA_NOW:
                break
        return answered

    async def poll(self, captures: Sequence[Capture]) -> list[Capture]:
        """See `Archive.poll`. A job that the archive does not know stays submitted: it answers "pending"
        for ever, and the deadline is the caller's."""
        jobs = [c.job_id for c in captures if c.state is CaptureState.SUBMITTED and c.job_id]
        known: dict[str, Fields] = {}
        trouble: NoAnswer | None = None
        for batch in _batches(list(dict.fromkeys(jobs))):
            statuses = await self._statuses(batch)
            if isinstance(statuses, NoAnswer):
                trouble = statuses
                break
            known |= statuses
        return [self._polled(capture, known, trouble) for capture in captures]

    async def _submit_once(self, capture: Capture) -> Capture:
        try:
            form = capture_options(wire_url(capture.source))
        except UnusableUrl as error:
            return in_class(capture, OutcomeClass.UNARCHIVABLE, f"no archive can be asked for it: {error}")
        answer = await self.saves.ask(Request("POST", "/save", form, self._headers()))
        capture = replace(capture, http_status=answer.status, options=_without_url(form))
        if isinstance(answer, NoAnswer):
            state = CaptureState.OUTCOME_UNKNOWN if answer.sent else CaptureState.DEFERRED
            return self._paused(replace(capture, state=state), answer)
        return self._submitted(capture, answer)

    def _submitted(self, capture: Capture, answer: Answer) -> Capture:
        fields = read_fields(answer, self.keys)
        if answer.status == 401:
            return in_class(capture, OutcomeClass.ACCOUNT_STOP, self._unauthorised())
        if answer.status >= 500 or (answer.status < 400 and not fields):
            message = f"HTTP {answer.status} instead of a job id: {self._words(answer)}"
            return replace(capture, state=CaptureState.OUTCOME_UNKNOWN, message=message)
        if answer.status >= 400:
            return failed(capture, {"message": self._words(answer), **(fields[0] if fields else {})})
        return submitted(capture, fields[0]) if fields else capture

    async def _status(self, what: str) -> Answer | NoAnswer:
        return await self.statuses.ask(Request("GET", f"/save/status/{what}", headers=self._headers()))

    async def _statuses(self, jobs: list[str]) -> dict[str, Fields] | NoAnswer:
        form = {"job_ids": ",".join(jobs)}
        answer = await self.statuses.ask(Request("POST", "/save/status", form, self._headers()))
        if isinstance(answer, NoAnswer):
            return answer
        fields = read_fields(answer, self.keys)
        if answer.status == 401:
            return NoAnswer(self._unauthorised(), status=401, pause=LONGEST)
        if answer.status != 200 or fields is None:
            return NoAnswer(f"HTTP {answer.status} instead of the state of jobs: {self._words(answer)}")
        return {job: found for found in fields if (job := _job_of(found, jobs))}

    def _polled(self, capture: Capture, known: dict[str, Fields], trouble: NoAnswer | None) -> Capture:
        if capture.state is not CaptureState.SUBMITTED:
            return capture
        if (fields := known.get(capture.job_id or "")) is not None:
            return polled(replace(capture, stop=False, due=None), fields, self.base)
        return replace(capture, stop=False, due=None) if trouble is None else self._paused(capture, trouble)

    def _paused(self, capture: Capture, trouble: NoAnswer) -> Capture:
        if trouble.pause is None:
            return replace(capture, message=trouble.detail, stop=False)
        due = self.clock.now() + timedelta(seconds=trouble.pause)
        return replace(capture, message=trouble.detail, stop=True, due=due)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": self.keys.authorization, "Accept": "application/json"}

    def _unauthorised(self) -> str:
        return "the archive does not accept the keys (HTTP 401): check IA_ACCESS_KEY_ID and its secret"

    def _words(self, answer: Answer) -> str:
        return quoted(without_tags(self.keys.redacted(answer.text)))


def _without_url(form: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in form.items() if name != "url"})


def _batches(jobs: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(jobs), BATCH):
        yield jobs[start : start + BATCH]


def _job_of(fields: Fields, jobs: list[str]) -> str | None:
    """Which job a status is about. One without a job id is about the only job asked for, where it is a
    result at all ("No job_ids found." is none)."""
    job = fields.get("job_id")
    if isinstance(job, str):
        return job
    result = fields.get("status") == "success" or "status_ext" in fields
    return jobs[0] if result and len(jobs) == 1 else None
