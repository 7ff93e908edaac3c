"""One HTTP exchange with an archive: what is asked, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask."""

    method: str
    path: str
    """Below the archive's base, with a leading "/", the query included."""
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Not shown: may hold the keys."""
    follow: bool = True
    """Whether redirects of a GET inside the archive are followed."""
    body_limit: int | None = None
    """Bytes of the decoded body, of which only the beginning is wanted; None: all of it, or none."""


class Client(Protocol):
    """Whoever carries requests to one archive. Nothing on the wire is raised."""

    base: str
    """Its address, without a slash at the end."""
    is_loopback: bool
    is_encrypted: bool

    async def ask(self, request: Request) -> Answer | NoAnswer:
        """One exchange."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, whole."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    whole: bool = True
    """False where the body was cut at the limit."""

    @property
    def text(self) -> str:
        """The body as UTF-8, whatever it is."""
        return self.body.decode("utf-8", "replace")

    @property
    def media_type(self) -> str:
        """In lower case without parameters, "" where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing was had that says anything."""

    detail: str
    sent: bool = True
    """Whether the archive may have acted on the request."""
    unreachable: bool = False
    """True where no connection was had: in 2026 the usual form of "too many requests"."""
    status: int | None = None
    """The HTTP status, where there was one."""
    pause: float | None = None
    """Seconds for which nothing more may be asked; None where that is not the trouble."""
