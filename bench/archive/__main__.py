"""A fortnight of archiving under every trouble, in a few minutes: the demands, and whether they hold."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.archive.fortnight import play
from bench.archive.measures import Measure, context, measures
from bench.measuring import machine


def main() -> None:
    """See `--help`. Ends with 1 where a demand is missed."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        story = play(Path(folder), options.sources, options.nights, options.seed)
        found = list(measures(story, options.nights))
        size = f"{options.sources:,} sources, {options.nights} nights, seed {options.seed}"
        lines = [machine("sqlalchemy", "waybackpy") + ".", "", f"{size}; " + " ".join(context(story)) + "."]
    lines += ["", *table(found)]
    print("\n".join(lines))
    if options.write:
        options.write.write_text("\n".join([*lines, ""]))
    raise SystemExit(0 if all(measure.holds for measure in found) else 1)


def table(found: list[Measure]) -> Iterator[str]:
    """As Markdown."""
    yield from ("| | found | demanded | |", "|---|---|---|---|")
    for each in found:
        yield f"| {each.name} | {each.found} | {each.demanded} | {'holds' if each.holds else 'MISSED'} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__)
    parser.add_argument("--sources", type=int, default=2_000)
    parser.add_argument("--nights", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="write the table to this file, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
