"""The files of a corpus: found by pattern, opened without following anything, read up to a limit.

A pull request can add any directory entry: a named pipe, a link to /etc, a device, a file of a
terabyte. Only regular files inside the root are opened; everything else is reported.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from verifier.config import CorpusConfig
from verifier.config_values import format_size
from verifier.corpus.patterns import matches

DOCUMENT_SUFFIXES = (".md", ".markdown", ".json")
"""A file with one of these is read when it is named on the command line, whatever `include` says."""
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""A link is an error (ELOOP), and a named pipe without a writer does not block."""


class NotReadable(Exception):
    """A file was not read; the message is a clause that says why and what to do."""


@dataclass(slots=True)
class Listing:
    """What a walk found, by path relative to the root, "/" between parts, as the system gives it."""

    files: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    """Paths that could be documents and are not taken, with the reason as a clause."""


def list_files(
    root: Path, config: CorpusConfig, starts: Sequence[str] = (), skip: Collection[str] = ()
) -> Listing:
    """The documents below `root`, or among those of its files and directories that `starts` names.

    Links below the root are never followed: one whose target is read at its own place is passed over, any
    other one that could be a document is refused. Hidden directories and those in `skip` are passed over
    unless named.
    """
    listing, links, named = Listing(), [], frozenset(starts)
    # Whoever names the root means what it leads to.
    pending = [(start, _kind(root / start) if start else stat.S_IFDIR) for start in starts or ("",)]
    while pending:
        path, kind = pending.pop()
        if path and matches(path, config.exclude):
            continue
        is_named = path in named
        if path in skip and not is_named:
            continue
        is_document = matches(path, config.include) or (is_named and _has_document_suffix(path))
        if kind == stat.S_IFDIR:
            pending.extend(_children(root, path, listing))
        if kind == stat.S_IFLNK:
            links.append(path)
        elif is_document or (is_named and kind != stat.S_IFDIR):
            _sort_in(path, kind, is_document, listing)
    for path in links:
        is_wanted = path in named or matches(path, config.include)
        if reason := _link_refusal(root, path, is_wanted, listing):
            listing.refused[path] = reason
    return listing


def read_file(path: Path, limit: int) -> bytes:
    """All bytes of a regular file of at most `limit` bytes. Raises `NotReadable`."""
    try:
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise NotReadable(_NO_FILE)
            # A file may grow while it is read, so its size is no promise.
            data = b"" if status.st_size > limit else file.read(limit + 1)
    except OSError as error:
        raise NotReadable(_reason(error)) from None
    if status.st_size > limit or len(data) > limit:
        size = max(status.st_size, len(data))
        raise NotReadable(
            f"the file has {size:,} bytes, more than corpus.file_limit ({format_size(limit)}); "
            "split it, raise the limit or exclude it"
        )
    return data


def read_head(path: Path, length: int) -> bytes:
    """The first bytes of a file that is not read whole; none where it cannot be opened."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            return file.read(length)
    except OSError:
        return b""


_NO_FILE = "this is no regular file (a named pipe, socket or device); remove or exclude it"
_LINK = "this is a symbolic link, and links are not followed; put the file itself here or exclude the link"


def _children(root: Path, path: str, listing: Listing) -> Iterator[tuple[str, int]]:
    """What a directory holds, with the kind of each; hidden directories left out."""
    try:
        with os.scandir(root / path) as entries:
            for entry in entries:
                kind = _entry_kind(entry)
                if kind != stat.S_IFDIR or not entry.name.startswith("."):
                    yield (f"{path}/{entry.name}" if path else entry.name), kind
    except OSError as error:
        listing.refused[path or "."] = f"this directory {_reason(error)}"


def _entry_kind(entry: os.DirEntry[str]) -> int:
    if entry.is_symlink():
        return stat.S_IFLNK
    if entry.is_dir(follow_symlinks=False):
        return stat.S_IFDIR
    return stat.S_IFREG if entry.is_file(follow_symlinks=False) else stat.S_IFIFO


def _kind(path: Path) -> int:
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except OSError:
        return stat.S_IFREG  # opening it will say what is wrong


def _has_document_suffix(path: str) -> bool:
    return path.lower().endswith(DOCUMENT_SUFFIXES)


def _sort_in(path: str, kind: int, is_document: bool, listing: Listing) -> None:
    if kind == stat.S_IFDIR:
        listing.refused[path] = "this is a directory with the name of a document; rename or exclude it"
    elif kind != stat.S_IFREG:
        listing.refused[path] = _NO_FILE
    elif not is_document:
        suffixes = ", ".join(DOCUMENT_SUFFIXES)
        listing.refused[path] = f"its name is none of a document ({suffixes}); add it to corpus.include"
    else:
        listing.files.add(path)


def _link_refusal(root: Path, path: str, is_wanted: bool, listing: Listing) -> str | None:
    """Why a link matters: what it leads to would be read if it stood here."""
    try:
        target, inside = (root / path).resolve(), root.resolve()
        leads_out = not target.is_relative_to(inside)
        is_directory = target.is_dir()
    except (OSError, RuntimeError):
        return _LINK if is_wanted else None
    if leads_out:
        return _LINK.replace("link,", "link out of the corpus,") if is_wanted or is_directory else None
    is_read = target.relative_to(inside).as_posix() in listing.files
    return _LINK if is_wanted and not is_read else None


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return _LINK
    return f"cannot be read: {(error.strerror or 'unknown error').lower()}"
