"""How often a page is called what it is: the targets of design/identity.md over the open data."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from bench.identity import batch, naive, targets, timing, whole_run
from bench.measuring import machine


def main() -> None:
    """See `--help`. Ends with 1 where a demand is missed."""
    options = _options()
    folder = options.data.resolve() / "titles"
    if options.run:
        lines = [machine("selectolax", "rapidfuzz") + ".", *whole_run.table(options.data.resolve())]
        held = True
    else:
        found = targets.targets(folder)
        lines = list(_report(folder, found))
        held = all(target.holds for target in found)
    print("\n".join(lines))
    if options.write:
        options.write.write_text("\n".join([*lines, ""]))
    raise SystemExit(0 if held else 1)


def _report(folder: Path, found: list[targets.Target]) -> Iterator[str]:
    yield machine("selectolax", "rapidfuzz") + "."
    yield from ("", *targets.table(found), "", batch.agreement(folder))
    yield from ("", *naive.table(folder), "", *timing.table(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.identity", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("..", "shared", "data"), help="the shared data")
    parser.add_argument("--run", action="store_true", help="a whole run over the corpus, with planted faults")
    parser.add_argument("--write", type=Path, help="write the table to this file, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
