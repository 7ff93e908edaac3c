"""One configuration from file, environment and command line; mistakes are named, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.config import Config, HostConfig, format_duration, format_size, parse_duration, parse_size
from verifier.configfile import load_config
from verifier.errors import ConfigError


def test_without_a_file_the_defaults_are_in_effect_here(tmp_path: Path) -> None:
    loaded = load_config(None, {}, (), tmp_path)

    assert (loaded.config, loaded.base, loaded.file) == (Config(), tmp_path, None)


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[fetch]\nretries = 1\nconcurrency = 10\nhost_concurrency = 3\n")
    environ = {"VERIFIER_FETCH_RETRIES": "3", "VERIFIER_FETCH_CONCURRENCY": "20", "VERIFIER_UNRELATED": "x"}

    loaded = load_config(None, environ, ["fetch.retries=5"], tmp_path)

    fetch = loaded.config.fetch
    assert (fetch.retries, fetch.concurrency, fetch.host_concurrency) == (5, 20, 3)
    assert loaded.origins["fetch.retries"] == "--set fetch.retries"
    assert loaded.origins["fetch.concurrency"] == "environment VERIFIER_FETCH_CONCURRENCY"
    assert loaded.origins["fetch.host_concurrency"] == str(tmp_path / "config.toml")
    assert "fetch.deadline" not in loaded.origins


def test_paths_in_the_file_belong_to_the_file_and_those_given_belong_here(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "v.toml").write_text('[fetch]\nca_file = "ca.pem"\n[corpus]\nroot = "docs"\n')

    loaded = load_config(Path("etc/v.toml"), {}, ["report.dir=out", "store.url=sqlite:///x.db"], tmp_path)

    assert loaded.base == tmp_path / "etc"
    assert loaded.config.fetch.ca_file == str(tmp_path / "etc" / "ca.pem")
    assert loaded.config.corpus.root == "docs"
    assert loaded.config.report.dir == str(tmp_path / "out")
    assert loaded.config.store.url == f"sqlite:///{tmp_path / 'x.db'}"


def test_lists_are_given_as_toml_or_with_commas(tmp_path: Path) -> None:
    given_as = {
        "corpus.lists=sources,refs": ("sources", "refs"),
        'corpus.lists=["sources"]': ("sources",),
        "corpus.lists=[]": (),
        "corpus.lists=": (),
    }
    for text, expected in given_as.items():
        assert load_config(None, {}, [text], tmp_path).config.corpus.lists == expected


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[fetsh]\nretries = 1", 'unknown section "[fetsh]"; did you mean "fetch"?'),
        ("[fetch]\nretires = 1", 'unknown key "fetch.retires"; did you mean "retries"?'),
        ("[fetch]\ndeadline = 'soon'", "a duration is written like"),
        ("[fetch]\nbody_limit = true", "a size is written like"),
        ("[fetch]\nconcurrency = 0", "fetch.concurrency"),
        ("[fetch]\nallow_addresses = ['10.0.0.0/33']", "allow_addresses"),
        ("[archive]\nmode = 'capure'", "archive.mode"),
        ("fetch = 3", '"fetch" is a section'),
        ("[host]\nmatch = 'a'", 'write "[[host]]"'),
        ("[[host]]\nmatch = 'a'\nintervall = 1", 'unknown key "host.intervall"'),
        ("[fetch", "is not valid TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_the_file(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(toml)

    with pytest.raises(ConfigError) as raised:
        load_config(None, {}, (), tmp_path)

    assert said in raised.value.message
    assert "config.toml" in raised.value.message


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[fetch]\nretires = 1\nconcurrency = 0\n")

    with pytest.raises(ConfigError, match="4 mistakes") as raised:
        load_config(None, {"VERIFIER_FETCH_PROXI": "x"}, ["nonsense"], tmp_path)

    for said in ("retires", "concurrency", "VERIFIER_FETCH_PROXI", "nonsense"):
        assert said in raised.value.message


def test_the_first_override_that_covers_a_host_counts() -> None:
    config = Config(
        host=(
            HostConfig(match="slow.example.org", interval=9.0),
            HostConfig(match="*.example.org", interval=5.0, concurrency=1),
        )
    )

    assert config.manners("slow.example.org") == (9.0, 1)
    assert config.manners("www.example.org") == (5.0, 1)
    assert config.manners("example.org") == (5.0, 1)
    assert config.manners("notexample.org") == (1.0, 2)


@given(st.integers(0, 10**7))
def test_durations_and_sizes_survive_being_written_and_read(number: int) -> None:
    assert parse_duration(format_duration(float(number))) == number
    assert parse_size(format_size(number)) == number


@pytest.mark.parametrize("text", ["", "-1s", "1", "s", "1 fortnight", "1e3s", "１s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a duration is written like"):
        parse_duration(text)
