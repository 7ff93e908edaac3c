"""Save Page Now as the stand-in archive has it: submissions, jobs and their outcomes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from verifier.clock import Clock
from verifier.demo.archive_copies import ALWAYS, Copies, Copy, Life, url_key
from verifier.demo.archive_replies import Reply, as_json, page

SAME_SNAPSHOT = timedelta(hours=1)
"""A page is not captured again within this time."""

_ALL_SESSIONS = (
    "You have already reached the limit of active Save Page Now sessions."
    " Please wait for a minute and then try again."
)
_DELAYED = "The capture will be available in 12 hours (delay_wb_availability)."

Origin = Callable[[str], tuple[int, str, bytes]]
"""What a page holds when it is captured: status, media type and bytes by URL."""


@dataclass(frozen=True, slots=True)
class SaveScript:
    """How the capture of a page goes. By default it succeeds after one "pending"."""

    pending: int = 1
    """Status requests that are answered "pending" before the outcome."""
    error: str | None = None
    """An error code ("error:no-access") instead of success."""
    message: str = ""
    at_submission: bool = False
    """Whether the error comes as the answer to the submission already (with HTTP status 200)."""
    archived_status: int | None = None
    """The `http_status` of a success; None: that of the page."""
    original_url: str | None = None
    """The page that a success names; None: the one that was asked for."""
    captured_anyway: bool = False
    """An error comes, and a copy is there all the same."""
    life: Life = ALWAYS
    """Of the copy."""
    delayed: bool = False
    """The submission is answered with words about the delay."""
    no_job: bool = False
    """The submission is answered with a null job id: "the same snapshot had been made"."""


@dataclass(slots=True)
class _Job:
    url: str
    script: SaveScript
    pending: int
    begun: datetime
    success: dict[str, Any] | None = None


class Jobs:
    """The jobs of one account."""

    def __init__(self, copies: Copies, clock: Clock, origin: Origin) -> None:
        self._copies = copies
        self._clock = clock
        self._origin = origin
        self.sessions = 12
        """Captures that may be under way at once."""
        self.a_day = 30_000
        """Captures that may be begun on one day (UTC)."""
        self._begun: Counter[date] = Counter()
        self._jobs: dict[str, _Job] = {}
        self._scripts: dict[str, SaveScript] = {}

    def script(self, url: str, script: SaveScript) -> None:
        """Let the captures of `url` go as scripted."""
        self._scripts[url_key(url)] = script

    def account(self) -> dict[str, int]:
        """How the account stands."""
        processing = sum(job.pending > 0 for job in self._jobs.values())
        return {
            "processing": processing,
            "available": max(0, self.sessions - processing),
            "daily_captures": self._begun[self._clock.now().date()],
            "daily_captures_limit": self.a_day,
        }

    def submit(self, url: str, accepts_json: bool) -> Reply:
        """The answer to a submission."""
        script = self._scripts.get(url_key(url), SaveScript())
        if self._copies.is_excluded(url):
            return as_json({"message": "This URL is in the exclusion list."}, 403)
        if (refusal := self._refusal(url, script)) is not None:
            return as_json(refusal)
        if script.no_job:
            return as_json({"url": url, "job_id": None, "message": _same_snapshot("177 hours, 9 minutes")})
        answer = self._begin(url, script)
        if not accepts_json:
            watch = f'<h2>Saving page</h2><script>spn.watchJob("{answer["job_id"]}");</script>'
            return page(watch.encode())
        return as_json(answer)

    def _refusal(self, url: str, script: SaveScript) -> dict[str, Any] | None:
        if urlsplit(url).scheme not in ("http", "https"):
            return _error("error:invalid-url-syntax", f"{url} URL syntax is not valid.")
        if script.at_submission:
            return _error(script.error, script.message)
        account = self.account()
        if account["daily_captures"] >= self.a_day:
            return {"message": f"You cannot make more than {self.a_day} captures per day."}
        if not account["available"]:
            return _error("error:user-session-limit", _ALL_SESSIONS)
        return None

    def status(self, job_id: str) -> dict[str, Any]:
        """The state of a job; an unknown one is pending for ever."""
        job = self._jobs.get(job_id)
        if job is None or job.pending > 0:
            if job is not None:
                job.pending -= 1
            return {"status": "pending", "job_id": job_id, "resources": []}
        if job.script.error is not None:
            if job.script.captured_anyway and job.success is None:
                job.success = self._capture(job)
            return _error(job.script.error, job.script.message) | {"job_id": job_id}
        if job.success is None:
            job.success = self._capture(job)
        return job.success | {"job_id": job_id}

    def _begin(self, url: str, script: SaveScript) -> dict[str, Any]:
        job_id = f"spn2-{hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()}"
        earlier, now = self._jobs.get(job_id), self._clock.now()
        if earlier is not None and now - earlier.begun < SAME_SNAPSHOT:
            minutes = int((now - earlier.begun).total_seconds() // 60)
            return {"url": url, "job_id": job_id, "message": _same_snapshot(f"{minutes} minutes")}
        self._jobs[job_id] = _Job(url, script, script.pending, now)
        self._begun[now.date()] += 1
        return {"url": url, "job_id": job_id} | ({"message": _DELAYED} if script.delayed else {})

    def _capture(self, job: _Job) -> dict[str, Any]:
        status, media_type, body = self._origin(job.url)
        status = job.script.archived_status or status
        original = job.script.original_url or job.url
        timestamp = f"{self._clock.now():%Y%m%d%H%M%S}"
        self._copies.hold(Copy(original, timestamp, status, body, media_type, life=job.script.life))
        return {
            "status": "success",
            "timestamp": timestamp,
            "original_url": original,
            "http_status": status,
            "duration_sec": 16.04,
        }


def _error(status_ext: str | None, message: str) -> dict[str, Any]:
    return {"status": "error", "status_ext": status_ext, "message": message}


def _same_snapshot(ago: str) -> str:
    return f"The same snapshot had been made {ago} ago. You can make new capture of this URL after 1 hour."
