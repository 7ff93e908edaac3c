from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.report.json_text import encoded, lines, object_of


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_kept_exactly_on_one_printable_line(text: str) -> None:
    assert json.loads(encoded(text)) == text
    assert encoded(text).isprintable()


@pytest.mark.parametrize("command", ["##[error]x", "###[", "##vso[task]", "##TeamCity[x]", "###VSO[x]"])
def test_no_ci_service_finds_its_command_in_a_value(command: str) -> None:
    assert json.loads(encoded(command)) == command
    assert "##" not in encoded(command)[2:]


def test_a_lone_surrogate_is_replaced() -> None:
    assert json.loads(encoded("a\ud800b")) == "a�b"


def test_an_object_of_arrays_has_one_record_a_line() -> None:
    text = "".join(object_of([("a", lines([1, {"x": 2}])), ("b", lines([])), ("c", ["3"])]))

    assert json.loads(text) == {"a": [1, {"x": 2}], "b": [], "c": 3}
    assert text == '{\n"a": [\n1,\n{"x": 2}\n],\n"b": [],\n"c": 3\n}\n'
