"""Where the whole records of a file end: what a process that was killed left behind is a torn one."""

from __future__ import annotations

import zlib
from pathlib import Path

_GZIP = 16 + zlib.MAX_WBITS
_READ = 256 * 1024


def end_of_whole_members(path: Path, start: int) -> int | None:
    """The byte behind the last whole gzip member at or after `start`, where one begins.

    None where what follows is something else than the beginning of one: no interrupted write of ours.
    Raises OSError.
    """
    end = start
    with path.open("rb") as file:
        file.seek(start)
        member = zlib.decompressobj(_GZIP)
        while data := file.read(_READ):
            while data:
                try:
                    member.decompress(data)
                except zlib.error:
                    return None
                if not member.eof:
                    break
                data = member.unused_data
                end = file.tell() - len(data)
                member = zlib.decompressobj(_GZIP)
    return end
