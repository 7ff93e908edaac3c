"""Our own copies, written beside the checks: after `plan.keeping`, by the one thread that writes.

A copy is an extra. What keeps it from being written (a full disk) is told once, and the checks go on.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.clock import Clock
from verifier.evidence.folder import WarcFolder
from verifier.fetch.interface import Fetched
from verifier.model.check import Check, Renewal
from verifier.model.evidence import EvidenceKind, Visit
from verifier.plan.keeping import what_to_keep
from verifier.runs.events import Emit, Note, Trouble
from verifier.store.database import Connection
from verifier.store.evidence import evidence_ends, evidence_of, insert_evidence, note_seen

FULL = "Our own copies have reached evidence.total_limit: no further ones are written."
BROKEN = "Our own copies are not written any more in this run: {}"


def visit_of(check: Check | Renewal, fetched: Fetched) -> Visit | None:
    """What may be kept of a fetch: a conclusive one whose page could be read or did not change."""
    exchange = fetched.exchange
    if not fetched.heads or exchange.failure is not None:
        return None
    if isinstance(check, Check) and not check.conclusive:
        return None
    text_digest = ""
    if isinstance(check, Check) and not exchange.unchanged:
        page = check.observation.page
        if page is None:
            return None
        text_digest = page.text_digest if exchange.body_complete else ""
    return Visit(
        source=exchange.url,
        at=exchange.started_at,
        heads=fetched.heads,
        body=fetched.body,
        digest=exchange.digest,
        complete=exchange.body_complete,
        text_digest=text_digest,
    )


class Keeping:
    """Has visits written while a run lasts."""

    def __init__(self, folder: WarcFolder, clock: Clock, emit: Emit) -> None:
        self._folder = folder
        self._clock = clock
        self._emit = emit
        self._broken = ""
        self._told = False

    def keep(self, visits: Sequence[Visit], connection: Connection) -> None:
        """Write what is new in them; their rows come in the caller's transaction, when the records are on
        the disk. Their sources have to be recorded. Raises nothing for the files' sake."""
        if self._broken or not visits:
            return
        rows = connection.begin_nested()
        try:
            if not self._folder.is_open:
                self._folder.open(evidence_ends(connection))
            for visit in visits:
                self._keep(visit, connection)
            self._folder.sync()
        except OSError as error:
            rows.rollback()
            self._give_up(error)
        else:
            rows.commit()

    def tell(self) -> None:
        """Say once, in the event loop, that copies are not written any more, and why."""
        if self._told or not (self._broken or self._folder.full):
            return
        self._told = True
        self._emit(Trouble(BROKEN.format(self._broken)) if self._broken else Note(FULL))

    def _keep(self, visit: Visit, connection: Connection) -> None:
        known = evidence_of(connection, visit.source, EvidenceKind.RESPONSE)
        keep = what_to_keep(visit, [record for record in known if self._folder.holds(record.place)])
        if keep.same_as is not None and keep.same_as.id is not None:
            note_seen(connection, keep.same_as.id, visit.at)
        if keep.write is None or self._folder.full:
            return
        record = self._folder.write(visit, keep.write, keep.same_as, self._clock.now())
        if record is not None:
            insert_evidence(connection, record)

    def _give_up(self, error: OSError) -> None:
        self._broken = str(error)
        try:
            self._folder.undo()
        except OSError:
            # What stays is behind every row: the next run cuts off what is torn of it.
            self._folder.close()
