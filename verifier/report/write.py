"""Report files on disk: whole or not at all. Does not know what stands in them."""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from verifier.errors import ConfigError, ReportError
from verifier.model.report import Report
from verifier.report.formats import FORMATS, Format

_PROBE = "probe"
_LEFTOVER = re.compile(r"\.(?P<name>.+)\.(?P<process>\d{1,10})\.tmp")
_HINTS = {
    errno.EROFS: "The disk is read-only; set report.dir to a place that can be written.",
    errno.ENOSPC: "Free some space, then run `verifier report`.",
    errno.EDQUOT: "Free some space, then run `verifier report`.",
    errno.EEXIST: "Something else has that name; set report.dir to a directory.",
    errno.ENOTDIR: "Something else has that name; set report.dir to a directory.",
    errno.EISDIR: "A directory has that name; move it away, then run `verifier report`.",
}
_OTHER_HINT = "Check who may write there, or set report.dir; then run `verifier report`."


def write_reports(report: Report, directory: Path, formats: Sequence[str]) -> list[Path]:
    """Write `report` into `directory` (made where missing), one file a format; the files' paths.

    Every file is written beside its name, synced and renamed, so that a reader, a kill or a full disk
    never meets half a report; the previous file stays until then. Raises `ConfigError` for an unknown
    format, before anything is written, and `ReportError` where the disk does not let us.
    """
    chosen = [_known(name) for name in dict.fromkeys(formats)]
    with _reported(directory):
        directory.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(directory)
    paths = [directory / one.FILENAME for one in chosen]
    for one, path in zip(chosen, paths, strict=True):
        with _reported(path):
            _replace(path, one.render(report))
    with _reported(directory):
        _sync_directory(directory)
    return paths


def write_file(path: Path, content: bytes) -> None:
    """Write one output where somebody asked for it: into the file that is there, which may be a pipe or one
    that a CI service gave. Raises `ReportError`."""
    with _reported(path):
        path.write_bytes(content)


def require_writable(directory: Path) -> None:
    """Make `directory` where it is missing and try it; raises `ReportError` where no file can be written."""
    with _reported(directory):
        directory.mkdir(parents=True, exist_ok=True)
        probe = _beside(directory / _PROBE)
        probe.touch()
        probe.unlink()


def _known(name: str) -> Format:
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.5)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    raise ConfigError(
        f'report.formats: there is no format "{name}"', f"{hint}The formats are {', '.join(FORMATS)}."
    )


@contextlib.contextmanager
def _reported(path: Path) -> Iterator[None]:
    """An operating system's refusal becomes a `ReportError` about `path`."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, _OTHER_HINT)
        raise ReportError(f"{path}: cannot be written ({error.strerror or error})", hint) from error


def _replace(path: Path, content: Iterable[bytes]) -> None:
    beside = _beside(path)
    try:
        with beside.open("wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    # The process's number keeps two writers apart.
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _remove_leftovers(directory: Path) -> None:
    """What processes that were killed while they wrote have left."""
    names = {format_.FILENAME for format_ in FORMATS.values()}
    for entry in directory.iterdir():
        leftover = _LEFTOVER.fullmatch(entry.name)
        if leftover and leftover["name"] in {*names, _PROBE} and not _is_alive(int(leftover["process"])):
            with contextlib.suppress(OSError):
                entry.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
