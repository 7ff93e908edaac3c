"""What servers that do not answer do, for every suite that meets them."""

from __future__ import annotations

from tests.loopback.servers import Line, Request


async def silence(request: Request, line: Line) -> None:
    """Hear the request, and say nothing."""
    await line.hear_out()


async def reset_at_once(request: Request, line: Line) -> None:
    """Hear the request, and reset the connection."""
    line.reset()
