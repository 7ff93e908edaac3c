from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from tests.archive.world import World
from verifier.archive.keys import Keys, read_keys
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_replies import Reply, Service, as_json, page, rate_limited, silence
from verifier.errors import ConfigError

CANARY = "c4n4ryS3cr3tK3y9"
BOTH = {"IA_ACCESS_KEY_ID": "4cc3ss", "IA_SECRET_ACCESS_KEY": CANARY}


def test_without_keys_in_the_environment_there_are_none() -> None:
    assert read_keys({}) is None
    assert read_keys({"IA_ACCESS_KEY_ID": "", "IA_SECRET_ACCESS_KEY_FILE": ""}) is None


def test_keys_come_from_variables_or_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{CANARY}\n")
    from_file = {"IA_ACCESS_KEY_ID": "4cc3ss", "IA_SECRET_ACCESS_KEY_FILE": str(tmp_path / "secret")}
    assert read_keys(BOTH) == read_keys(from_file) == Keys("4cc3ss", CANARY)


def test_printing_keys_shows_neither() -> None:
    keys = Keys("4cc3ss", CANARY)
    for text in (repr(keys), str(keys), f"{keys}", f"{[keys]}"):
        assert CANARY not in text
        assert "4cc3ss" not in text


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"IA_SECRET_ACCESS_KEY": CANARY}, "IA_ACCESS_KEY_ID is not"),
        ({"IA_ACCESS_KEY_ID": CANARY}, "IA_SECRET_ACCESS_KEY is not"),
        (BOTH | {"IA_SECRET_ACCESS_KEY": f"{CANARY}\r\nX: y"}, "IA_SECRET_ACCESS_KEY does not"),
        (BOTH | {"IA_SECRET_ACCESS_KEY": f"{CANARY} {CANARY}"}, "IA_SECRET_ACCESS_KEY does not"),
        (BOTH | {"IA_SECRET_ACCESS_KEY": f"{CANARY}ü"}, "IA_SECRET_ACCESS_KEY does not"),
        (BOTH | {"IA_SECRET_ACCESS_KEY": "  "}, "IA_SECRET_ACCESS_KEY does not"),
        (BOTH | {"IA_SECRET_ACCESS_KEY_FILE": CANARY}, "are both set"),
        ({"IA_ACCESS_KEY_ID": "a", "IA_SECRET_ACCESS_KEY_FILE": CANARY}, "IA_SECRET_ACCESS_KEY_FILE does"),
        ({"IA_ACCESS_KEY_ID": "a", "IA_SECRET_ACCESS_KEY_FILE": f"\0{CANARY}"}, "IA_SECRET_ACCESS_KEY_FILE"),
        ({"IA_ACCESS_KEY_ID": "a", "IA_SECRET_ACCESS_KEY_FILE": "/"}, "IA_SECRET_ACCESS_KEY_FILE does"),
    ],
)
def test_an_error_names_the_variable_and_never_the_value(environ: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named) as caught:
        read_keys(environ)
    shown = "".join(traceback.format_exception(caught.value)) + caught.value.hint + repr(caught.value)
    assert CANARY not in shown
    assert caught.value.hint


def test_an_empty_key_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(ConfigError, match="IA_SECRET_ACCESS_KEY_FILE"):
        read_keys({"IA_ACCESS_KEY_ID": "a", "IA_SECRET_ACCESS_KEY_FILE": str(tmp_path / "secret")})


def test_keys_never_leave_the_machine_unencrypted(world: World) -> None:
    world.config["base"] = "http://archive.example"
    with pytest.raises(ConfigError, match="only sent over https"):
        world.look_up()


def _echoes(world: World) -> list[Reply]:
    secret = world.archive.secret
    return [
        as_json({"status": "error", "status_ext": f"error:{secret}", "message": f"bad key {secret}"}),
        as_json({"url": "x", "job_id": f"spn2-{secret}", "message": secret}),
        as_json({"message": f"{secret} is in the exclusion list"}, 403),
        page(f"<p>{secret}</p>".encode(), 200),
        page(f"<p>{secret}</p>".encode(), 500),
        Reply(302, {"Location": f"http://elsewhere.example/{secret}"}),
        rate_limited(secret),
        silence(),
    ]


@pytest.mark.parametrize("number", range(8))
def test_a_secret_that_the_archive_echoes_is_in_no_log_and_no_stored_word(
    world: World, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.config["deadline"] = 0.5
    world.archive.trouble(Service.SAVE, _echoes(world)[number])
    shown = repr(world.submit())
    world.archive.recover()
    world.archive.script_save(
        "https://news.example/refused", SaveScript(error=f"error:{world.archive.secret}")
    )
    shown += repr(world.save("https://news.example/refused"))
    assert world.archive.secret not in shown
    assert world.archive.access not in shown
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    for record in caplog.records:
        # Headers that the archive itself sends are its own words, and httpcore logs those at DEBUG.
        if "response_headers" not in record.getMessage():
            assert world.archive.secret not in record.getMessage()
