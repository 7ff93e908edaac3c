"""Are we online? Asked of pages of several operators before anybody else is blamed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from verifier.fetch.interface import Fetcher
from verifier.model.source import UnusableUrl, parse_source


async def online(fetcher: Fetcher, canaries: Sequence[str], deadline: float) -> bool:
    """Whether one of `canaries` answers within `deadline` seconds, with any status below 500.

    All are asked at once through `fetcher`, so that the proxy, CA file and guard of the real requests
    are what is tried; the first answer decides. Without canaries nothing is asked and the answer is
    True: the check is off.
    """
    if not canaries:
        return True
    tasks = [asyncio.create_task(_answers(fetcher, canary)) for canary in canaries]
    try:
        async with asyncio.timeout(deadline):
            for answer in asyncio.as_completed(tasks):
                if await answer:
                    return True
    except TimeoutError:
        return False
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return False


async def _answers(fetcher: Fetcher, canary: str) -> bool:
    try:
        source = parse_source(canary)
    except UnusableUrl:
        return False
    fetched = await fetcher.fetch(source)
    return any(hop.status < 500 for hop in fetched.exchange.hops)
