"""How single values are written in the configuration, and which ones cannot be. Pure; `config` names them.

Durations are seconds as floats and sizes are bytes as integers inside; in files and on the command
line they are written "20s", "3d", "4 MiB".
"""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|min|h|d|w|)")
_SECONDS = {"": 1, "ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
_HOST_PATTERN = re.compile(r"(\*\.)?[^\s/*?#@:\[\]]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:.]+")
_LONGEST = 100 * 365.25 * 86400
"""Seconds; beyond, dates would leave the calendar."""
_LARGEST = 1000**4
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kKMG]i?)?B?")
_BYTES = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3}
_BYTES |= {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}


def parse_duration(value: object) -> float:
    """Seconds from "20s", "1.5h", "3d" or a plain number of seconds. Raises ValueError."""
    match = None if isinstance(value, bool) else _DURATION.fullmatch(str(value).strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(min(value, 2 * _LONGEST))
    elif match is not None:
        seconds = float(match[1]) * _SECONDS[match[2]]
    else:
        raise ValueError("a duration is written like 20s, 5m, 12h or 3d")
    if not 0 <= seconds <= _LONGEST:
        raise ValueError("a duration is not negative, and at most 100 years")
    return seconds


def format_duration(seconds: float) -> str:
    """The shortest exact spelling: 20.0 → "20s", 259200.0 → "3d"."""
    for unit in ("d", "h", "m", "s"):
        if seconds >= _SECONDS[unit] and seconds % _SECONDS[unit] == 0:
            return f"{int(seconds / _SECONDS[unit])}{unit}"
    return "0s" if seconds == 0 else f"{seconds:g}s"


def parse_size(value: object) -> int:
    """Bytes from "4 MiB", "5 GB" or a plain number. Raises ValueError."""
    match = None if isinstance(value, bool) else _SIZE.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("a size is written like 500 kB, 4 MiB or 5 GB")
    unit = (match[2] or "").replace("k", "K")
    size = float(match[1]) * _BYTES[unit]
    if size > _LARGEST:
        raise ValueError("a size is at most 1 TB")
    return int(size)


def format_size(size: int) -> str:
    """The shortest exact spelling: 4194304 → "4 MiB", 5000000000 → "5 GB"."""
    for unit in ("Gi", "G", "Mi", "M", "Ki", "K"):
        if size and size % _BYTES[unit] == 0:
            return f"{size // _BYTES[unit]} {unit.replace('K', 'k') if unit == 'K' else unit}B"
    return f"{size} B"


Seconds = Annotated[
    float,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    Field(json_schema_extra={"type": "string", "examples": ["20s", "3d"]}),
]
Bytes = Annotated[
    int,
    BeforeValidator(parse_size),
    PlainSerializer(format_size, return_type=str),
    Field(json_schema_extra={"type": "string", "examples": ["4 MiB"]}),
]


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_one and text.isprintable() and " " not in text


def _web_address(text: str) -> str:
    if not _is_web_address(text):
        raise ValueError("has to be an address such as https://example.org/")
    return text


def _archive_base(text: str) -> str:
    parts = urlsplit(text) if _is_web_address(text) else None
    if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("has to be the bare address of an archive, such as https://web.archive.org")
    return text


def _proxy(text: str) -> str:
    parts = urlsplit(text) if _is_web_address(text) and text.isascii() else None
    if text and (parts is None or parts.scheme != "http" or "@" in parts.netloc):
        raise ValueError("has to be http://host:port, without a user name")
    return text


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise ValueError(f"has to be a network such as 10.0.0.0/8 or fd00::/8 ({error})") from None
    return text


def _cron(text: str) -> str:
    example = '"17 3 * * *"'
    if len(text.split()) != 5:
        raise ValueError(f"has to be five fields: minute, hour, day of month, month, weekday ({example})")
    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - most commands start without it

    try:
        comes = next(CronSim(text, datetime(2000, 1, 1, tzinfo=UTC)), None)
    except CronSimError as error:
        raise ValueError(f"is no cron expression such as {example}: {error}") from None
    if comes is None:
        raise ValueError("never comes: correct the day or the month")
    return text


def _timezone(text: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - most commands start without it

    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('has to be a time zone by its IANA name, such as "Europe/Berlin"') from None
    return text


def _host_pattern(text: str) -> str:
    if not _HOST_PATTERN.fullmatch(text):
        raise ValueError(
            'has to be a host such as "example.org" or "*.example.org", without http:// or a path'
        )
    return text


def _path(text: str) -> str:
    if "\0" in text:
        raise ValueError("has to be a path: it holds a NUL character")
    return text


WebAddress = Annotated[str, AfterValidator(_web_address)]
Network = Annotated[str, AfterValidator(_network)]
Port = Annotated[int, Field(ge=1, le=65535)]
ArchiveBase = Annotated[str, AfterValidator(_archive_base)]
Proxy = Annotated[str, AfterValidator(_proxy)]
Cron = Annotated[str, AfterValidator(_cron)]
TimeZone = Annotated[str, AfterValidator(_timezone)]
HostPattern = Annotated[str, AfterValidator(_host_pattern)]
PathText = Annotated[str, AfterValidator(_path)]
