"""Whether a new branch can have a name, and what to do where it cannot."""

from __future__ import annotations

from verifier.corpus.git import Git
from verifier.errors import CorpusError

_HEADS = "refs/heads/"
_ADVICE = 'Choose one like "citation-repairs".'


def require_free(git: Git, branch: str) -> None:
    """Raises CorpusError where git gives no branch this name, or it is taken."""
    if branch.startswith(_HEADS):
        short = branch.removeprefix(_HEADS)
        raise CorpusError(f'"{branch}" is the long name of a branch', f'Say it without "{_HEADS}": {short}')
    if branch == "HEAD" or branch.startswith(("-", "refs/")) or not _is_well_formed(git, branch):
        raise CorpusError(f'"{branch}" is no name that git gives a branch', _ADVICE)
    taken = {name.removeprefix(_HEADS) for name in _refs(git)}
    if branch in taken:
        hint = f"Choose another name, or delete it: git branch -D {branch}"
        raise CorpusError(f'the branch "{branch}" exists already', hint)
    below = (name for name in sorted(taken) if name.startswith(f"{branch}/") or branch.startswith(f"{name}/"))
    if (other := next(below, None)) is not None:
        message = f'there is a branch "{other}", and git keeps none called "{branch}" beside it'
        raise CorpusError(message, _ADVICE)


def _is_well_formed(git: Git, branch: str) -> bool:
    # Not "check-ref-format --branch": that takes "@{-1}" for the branch before.
    try:
        git.ask("check-ref-format", _HEADS + branch)
    except CorpusError:
        return False
    return True


def _refs(git: Git) -> list[str]:
    return git.ask("for-each-ref", "--format=%(refname)", _HEADS).splitlines()
