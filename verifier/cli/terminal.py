"""Text for a terminal: nothing that a stranger wrote acts on it, and no character stops the program."""

from __future__ import annotations

import sys

from verifier.report.inert import visible

_LINE_BREAKS = str.maketrans({"\n": "␊", "\r": "␍", "\t": "␉", "\x85": "␤", "\u2028": "␤", "\u2029": "␤"})


def plain(text: str) -> str:
    """`text` on one line, with a visible sign for every character that would act on a terminal.

    Controls, ESC, bidirectional overrides and lone surrogates are replaced (see `report.inert.visible`);
    what standard output's encoding lacks is written as an escape.
    """
    shown = visible(text.translate(_LINE_BREAKS))
    encoding = sys.stdout.encoding or "utf-8"
    return shown.encode(encoding, "backslashreplace").decode(encoding)
