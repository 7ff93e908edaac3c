"""Rules about archived copies (CIT3xx and CIT110): one rule a file, a line below."""

from __future__ import annotations

from verifier.judge.archive_rules import archive_refused, never_seen, not_preserved

ALL_ARCHIVE_RULES = (never_seen, not_preserved, archive_refused)
"""Each module has `RULE` and `check(case)`; in the order of the codes."""
