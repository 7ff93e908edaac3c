"""`verifier` against the limit, and beside lychee, on a loopback web with the hosts of a real corpus."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from bench.fetch import again, polite, unthrottled
from bench.fetch.pages import load_pages
from bench.fetch.targets import cited_urls


def main() -> None:
    """See `--help`."""
    options = _options()
    os.environ["PYTHONPATH"] = str(Path.cwd())
    data = options.data.resolve()
    pages = load_pages(data)
    urls = cited_urls(data, options.copies, options.limit)
    with tempfile.TemporaryDirectory(prefix="bench-fetch-") as name:
        folder = Path(name)
        if options.again:
            lines = again.table(data, folder, urls, pages)
        elif options.unthrottled:
            lines = unthrottled.table(data, folder, urls, pages)
        else:
            orders = [options.order] if options.order else polite.ORDERS
            rival = not options.alone
            lines = polite.table(data, folder, urls, pages, options.interval, orders, rival=rival)
        written = []
        for line in lines:
            print(line, flush=True)
            written.append(line)
    if options.write:
        options.write.write_text("\n".join([*written, ""]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fetch", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("..", "shared", "data"), help="the shared data")
    parser.add_argument("--limit", type=int, help="only the first so many sources")
    parser.add_argument("--copies", type=int, default=1, help="every host so often")
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between two starts at a host")
    parser.add_argument("--order", choices=polite.ORDERS, help="this one only, else both")
    parser.add_argument("--alone", action="store_true", help="without lychee")
    parser.add_argument("--unthrottled", action="store_true", help="no manners: processor time, throughput")
    parser.add_argument("--again", action="store_true", help="a second night on which no page changed")
    parser.add_argument("--write", type=Path, help="write the table to this file, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
