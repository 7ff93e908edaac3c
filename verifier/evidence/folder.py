"""The folder of our own copies: which file is written to, how much, and what is taken back.

Not thread-safe: whoever writes, writes alone. Decides nothing about what is worth keeping
(`plan.keeping`) and knows no database: rows come after `sync`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

from verifier.config import EvidenceConfig
from verifier.errors import ConfigError
from verifier.evidence.files import WarcFile, begin_file, files_in, mended
from verifier.model.evidence import EvidenceKind, EvidenceRecord, Place, Visit


class WarcFolder:
    """Appends records to the newest file, and begins the next one when that is large."""

    def __init__(self, path: Path, config: EvidenceConfig) -> None:
        """Makes the folder. Raises ConfigError where it cannot be written, or warcio is missing."""
        self._records = _load_records()
        self._path = path
        self._config = config
        self._file: WarcFile | None = None
        self._total = 0
        self.is_open = False
        """Whether `open` was called."""
        self._before: dict[WarcFile, int] = {}
        self.full = False
        """Whether `total_limit` was met: nothing more is written."""
        _require_writable(path)

    def open(self, ends: Mapping[str, int]) -> None:
        """Cut off what an interrupted process left; the newest file will be continued if it is small.

        `ends` says by file where the last record ends that a row names. Raises OSError.
        """
        for file in mended(self._path, ends):
            if self._file is not None:
                self._file.close()
            self._file = file
        self._total = sum(path.stat().st_size for path in files_in(self._path))
        self.is_open = True

    def files(self) -> set[str]:
        """The names of the files. Raises OSError."""
        return {path.name for path in files_in(self._path)}

    def holds(self, place: Place) -> bool:
        """Whether the record can still be there: somebody may have taken its file away."""
        try:
            return (self._path / place.file).stat().st_size >= place.offset + place.length
        except OSError:
            return False

    def write(
        self, visit: Visit, kind: EvidenceKind, same_as: EvidenceRecord | None, now: datetime
    ) -> EvidenceRecord | None:
        """Append the records of a visit; the main one with its place, on the disk after `sync`.

        A revisit needs the record that it is the same as. To be called once it `is_open`. None where the
        files would be larger than `total_limit`. Raises OSError.
        """
        records = self._records
        record_id = records.new_record_id()
        body = visit.body[: self._config.record_limit]
        if same_as is None:
            main = records.page(visit, record_id, body)
        else:
            main = records.revisit(visit, record_id, kind, same_as)
        way = b"".join(records.way_there(visit))
        content = b"".join((way, main, records.page_request(visit, record_id)))
        file = self._file_for(len(content), now)
        if file is None:
            return None
        self._before.setdefault(file, file.size)
        offset = file.append(content) + len(way)
        self._total += len(content)
        return EvidenceRecord(
            source=visit.source,
            at=visit.at,
            kind=kind,
            uri=visit.uri,
            status=visit.status,
            place=Place(file.path.name, offset, len(main), record_id),
            complete=visit.complete and len(body) == len(visit.body),
            digest=visit.digest,
            text_digest=visit.text_digest,
            refers_to=None if same_as is None else same_as.id,
            last_seen=visit.at,
        )

    def sync(self) -> None:
        """Wait until everything that was written is on the disk. Raises OSError."""
        for file in self._before:
            file.sync()
        self._let_go(self._before)

    def undo(self) -> None:
        """Take back what was written since the last `sync`, and files begun since. Raises OSError."""
        for file, size in self._before.items():
            self._total -= file.size - size
            file.cut(size)
            if size == 0:
                file.path.unlink()
        if self._file is not None and self._file.size == 0:
            self._file = None
        self._let_go(self._before)

    def close(self) -> None:
        """Let other processes have the files."""
        for file in {*self._before, *([self._file] if self._file else [])}:
            file.close()
        self._before, self._file = {}, None

    def _file_for(self, size: int, now: datetime) -> WarcFile | None:
        """The file to append so many bytes to."""
        if self.full or self._total + size > self._config.total_limit:
            self.full = True
            return None
        file = self._file
        if file is None or file.size >= self._config.file_limit:
            file = self._begin(now)
        if file.size == 0:
            self._before[file] = 0
            info: bytes = self._records.warcinfo(file.path.name, now)
            file.append(info)
            self._total += len(info)
        return file

    def _begin(self, now: datetime) -> WarcFile:
        before, self._file = self._file, None
        if before is not None and before not in self._before:
            before.close()
        self._file = begin_file(self._path, now)
        return self._file

    def _let_go(self, written: Mapping[WarcFile, int]) -> None:
        for file in written:
            if file is not self._file:
                file.close()
        self._before = {}


def _load_records() -> ModuleType:
    """The module that needs warcio, which nobody has to have who keeps nothing."""
    try:
        return import_module("verifier.evidence.records")
    except ModuleNotFoundError as error:
        raise ConfigError(
            f'evidence.mode = "warc" needs the package {error.name}, which is not installed',
            "Install it with: pip install 'verifier[evidence]' (all that this adds is warcio>=1.8,<2)",
        ) from None


def _require_writable(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".verifier-probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"evidence.folder {path} cannot be written: {error.strerror}",
            "Make the folder writable for this user, or change evidence.folder.",
        ) from None
