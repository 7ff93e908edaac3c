"""Rules about archived copies (CIT3xx and CIT110): one rule a file, a line below."""

from __future__ import annotations

from verifier.judge.archive_rules import (
    archive_refused,
    archive_url_dead,
    archive_url_shows_another_page,
    copy_lost,
    never_seen,
    not_preserved,
)

ALL_ARCHIVE_RULES = (
    never_seen,
    not_preserved,
    archive_url_dead,
    archive_url_shows_another_page,
    archive_refused,
    copy_lost,
)
"""Each module has `RULE` and `check(case)`; in the order of the codes."""
