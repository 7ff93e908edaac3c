"""Whether what is not found any more was really looked for. Pure.

A host that is down for a night, a wall, or a fresh database show nothing: what was found before may be so
still.
"""

from __future__ import annotations

from verifier.model.finding import Severity
from verifier.model.verdict import Access, Conclusion, Preservation, Verdict

_DOCUMENTS_ALONE, _COPIES, _NOT_CHECKED = "CIT0", "CIT3", "CIT4"
_NEVER_SEEN, _NOT_PRESERVED = "CIT110", "CIT301"
_GONE = (_NEVER_SEEN, "CIT101", "CIT102", "CIT103")
_ANSWERS = (Access.OK, Access.MOVED)
_COPY_IS_KNOWN = (Preservation.PRESERVED, Preservation.REPORTED)


def settles(conclusion: Conclusion, code: str | None) -> bool:
    """Whether a finding with this code (None: any) would be among those of the conclusion if it were so."""
    if code is None:
        return _is_established(conclusion)
    if code.startswith(_DOCUMENTS_ALONE):
        return True
    if code.startswith(_COPIES):
        known = _COPY_IS_KNOWN if code == _NOT_PRESERVED else (Preservation.PRESERVED,)
        return conclusion.preservation in known
    if code == _NEVER_SEEN and conclusion.access is Access.GONE:
        # That the archive was not asked again is no reason to believe in a copy.
        return conclusion.preservation in _COPY_IS_KNOWN
    is_about_answers = code in _GONE or code.startswith(_NOT_CHECKED)
    return (is_about_answers and conclusion.access in _ANSWERS) or _is_established(conclusion)


def _is_established(conclusion: Conclusion) -> bool:
    """Whether the live page was had and tells: it is the document, or something else is proven."""
    if conclusion.verdict is Verdict.VERIFIED:
        return conclusion.as_archived is None
    return conclusion.access in (*_ANSWERS, Access.GONE) and any(
        finding.severity is Severity.ERROR and not finding.code.startswith(_DOCUMENTS_ALONE)
        for finding in conclusion.findings
    )
