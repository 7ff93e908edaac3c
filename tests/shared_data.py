"""The data that lies beside the project: real corpora, real pages, recorded archive exchanges."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """The path of a shared data file or folder; skips the test, loudly, where there is none.

    VERIFIER_SHARED_DATA names another place.
    """
    path = Path(os.environ.get("VERIFIER_SHARED_DATA", _BESIDE)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"SHARED DATA ABSENT: {path} is needed by this test (set VERIFIER_SHARED_DATA)")
    return path
