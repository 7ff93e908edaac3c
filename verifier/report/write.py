"""Report files on disk: whole or not at all. Does not know what stands in them."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from verifier.errors import ConfigError
from verifier.model.report import Report
from verifier.report.files import reported
from verifier.report.formats import FORMATS, Format

_PROBE = "probe"
_LEFTOVER = re.compile(r"\.(?P<name>.+)\.(?P<process>\d{1,10})\.tmp")


def write_reports(report: Report, directory: Path, formats: Sequence[str]) -> list[Path]:
    """Write `report` into `directory` (made where missing), one file a format; the files' paths.

    Every file is written beside its name, synced and renamed, so that a reader, a kill or a full disk
    never meets half a report; the previous file stays until then. Raises `ConfigError` for an unknown
    format, before anything is written, and `ReportError` where the disk does not let us.
    """
    chosen = [_known(name) for name in dict.fromkeys(formats)]
    with reported(directory):
        directory.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(directory)
    paths = [directory / one.FILENAME for one in chosen]
    for one, path in zip(chosen, paths, strict=True):
        with reported(path):
            _replace(path, one.render(report))
    with reported(directory):
        _sync_directory(directory)
    return paths


def require_writable(directory: Path) -> None:
    """Make `directory` where it is missing and try it; raises `ReportError` where no file can be written."""
    with reported(directory):
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
