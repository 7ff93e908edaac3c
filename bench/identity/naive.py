"""What tools do that compare titles only, each with the threshold that suits it best on the same pairs."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from bench.identity.open_data import Pair, load_pairs
from verifier.model.verdict import Identity

_Score = Callable[[Pair], float]


def _page_title(pair: Pair) -> str:
    page = pair.observation.page
    titles = page.titles if page else ()
    return next((title.text for title in titles if title.field == "title"), "")


def _equal(pair: Pair) -> float:
    return 100.0 * (_page_title(pair).strip() == pair.cited.strip())


def _difflib(pair: Pair) -> float:
    return 100 * difflib.SequenceMatcher(None, _page_title(pair).lower(), pair.cited.lower()).ratio()


def _token_set(pair: Pair) -> float:
    return fuzz.token_set_ratio(_page_title(pair).lower(), pair.cited.lower())


def _best_token_set(pair: Pair) -> float:
    page = pair.observation.page
    cited = pair.cited.lower()
    return (
        max((fuzz.token_set_ratio(title.text.lower(), cited) for title in page.titles), default=0.0)
        if page
        else 0.0
    )


_METHODS: tuple[tuple[str, _Score], ...] = (
    ("`<title>` equal", _equal),
    ("difflib on `<title>`", _difflib),
    ("rapidfuzz token_set on `<title>`", _token_set),
    ("token_set, best of all title fields", _best_token_set),
)


def table(titles: Path) -> list[str]:
    """As a Markdown table, the project's own answers last."""
    pairs = load_pairs(titles)
    right = [pair for pair in pairs if pair.same]
    wrong = [pair for pair in pairs if not pair.same]
    lines = [
        f"{len(right):,} correct citations, {len(wrong):,} wrong ones.",
        "",
        "| method | called another document, of 1,000 correct | wrong ones found | wrong ones called right |",
        "|---|---|---|---|",
    ]
    for name, score in _METHODS:
        good, bad = [score(pair) for pair in right], [score(pair) for pair in wrong]
        threshold = _best_threshold(good, bad)
        found = sum(one < threshold for one in bad) / len(bad)
        alarms = 1000 * sum(one < threshold for one in good) / len(good)
        lines.append(f"| {name} < {threshold:.0f} | {alarms:.0f} | {found:.0%} | {1 - found:.0%} |")
    good_said, bad_said = [p.judged().identity for p in right], [p.judged().identity for p in wrong]
    alarms = 1000 * good_said.count(Identity.MISMATCH) / len(right)
    found, fooled = (bad_said.count(one) / len(wrong) for one in (Identity.MISMATCH, Identity.MATCH))
    lines.append(f"| verifier | {alarms:.0f} | {found:.0%} | {fooled:.1%} |")
    return lines


def _best_threshold(good: Sequence[float], bad: Sequence[float]) -> float:
    """The one with the highest macro-F1 on these very pairs: no tool in use is that lucky."""
    return max(range(1, 101), key=lambda threshold: _macro_f1(good, bad, threshold))


def _macro_f1(good: Sequence[float], bad: Sequence[float], threshold: float) -> float:
    kept, raised = sum(one >= threshold for one in good), sum(one < threshold for one in bad)
    missed, alarms = len(bad) - raised, len(good) - kept
    return (2 * kept / (2 * kept + missed + alarms) + 2 * raised / (2 * raised + missed + alarms)) / 2
