"""One configuration from file, environment and command line; mistakes are named, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.ci_policy import Trust
from verifier.config import Config, HostConfig
from verifier.config_values import format_duration, format_size, parse_duration, parse_size
from verifier.configfile import load_config
from verifier.errors import ConfigError, StoreError
from verifier.store.location import sqlite_path


def test_without_a_file_the_defaults_are_in_effect_here(tmp_path: Path) -> None:
    loaded = load_config(None, {}, (), tmp_path)

    assert (loaded.config, loaded.base, loaded.file) == (Config(), tmp_path, None)


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[fetch]\nretries = 1\nconcurrency = 10\nhost_concurrency = 3\n")
    environ = {"VERIFIER_FETCH_RETRIES": "3", "VERIFIER_FETCH_CONCURRENCY": "20"}

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
        ("[corpus]\nlists = 'sources'", 'corpus.lists = \'sources\': has to be a list, such as ["a", "b"]'),
        ("[[host]]\nmatch = 'https://a.org'", 'has to be a host such as "example.org"'),
        ("[[host]]\nmatch = 'a.*.org'", 'has to be a host such as "example.org"'),
        ("[[host]]\nmatch = ''", 'has to be a host such as "example.org"'),
        ("[[host]]\ninterval = '1s'", "host.match = {'interval': '1s'}: is missing"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_the_file(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(toml)

    with pytest.raises(ConfigError) as raised:
        load_config(None, {}, (), tmp_path)

    assert said in raised.value.message
    assert "config.toml" in raised.value.message


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("report.formats=htm", "'html', 'json', 'md' or 'csv'"),
        ("fetch.deadline=0s", "has to be more than 0 ("),
        ("fetch.deadline=99999d", "at most 100 years"),
        ("network.canary_deadline=0s", "has to be more than 0"),
        ("archive.deadline=0s", "has to be more than 0"),
        ("archive.job_deadline=0s", "has to be more than 0"),
        ("fetch.body_limit=0", "has to be more than 0"),
        ("corpus.file_limit=0", "has to be more than 0"),
        ("archive.lookups_per_minute=nan", "has to be"),
        ("fetch.concurrency=0", "has to be greater than or equal to 1"),
        ("fetch.host_concurrency=0", "has to be greater than or equal to 1"),
        ("fetch.allow_ports=80,0", "has to be greater than or equal to 1"),
        ("fetch.allow_ports=65536", "has to be less than or equal to 65535"),
        ("fetch.allow_ports=", "cannot be empty"),
        ("network.canaries=www.iana.org", "https://example.org/"),
        ("network.canaries=ftp://www.iana.org", "https://example.org/"),
        ("network.canaries=https://www.iana.org:x/", "https://example.org/"),
        ("network.canaries=https://a b/", "https://example.org/"),
        ("schedule.check=17 3 * *", "five fields"),
        ("schedule.check=0 17 3 * * *", "five fields"),
        ("schedule.check=61 3 * * *", "is no cron expression"),
        ("schedule.check=0 0 30 2 *", "is no cron expression"),
        ("schedule.timezone=Berlin", '"Europe/Berlin"'),
        ("schedule.timezone=Europe", '"Europe/Berlin"'),
        ("schedule.timezone=", '"Europe/Berlin"'),
        ("archive.base=web.archive.org", "https://web.archive.org"),
        ("archive.base=https://web.archive.org/?a=b", "https://web.archive.org"),
        ("fetch.proxy=proxy:8080", "http://host:port"),
        ("fetch.proxy=https://proxy:8080", "http://host:port"),
        ("fetch.allow_addresses=10.0.0.1/8", "10.0.0.0/8"),
        ("fetch.allow_addresses=intranet", "10.0.0.0/8"),
        ("corpus.lists=[sources", 'is no valid list; write a list like ["a", "b"]'),
        ("check.every=soon", "a duration is written like 20s"),
    ],
)
def test_a_value_that_cannot_work_is_named_with_what_is_allowed(
    tmp_path: Path, setting: str, said: str
) -> None:
    key = setting.partition("=")[0]
    with pytest.raises(ConfigError) as by_option:
        load_config(None, {}, [setting], tmp_path)
    variable = f"VERIFIER_{key.replace('.', '_', 1).upper()}"
    with pytest.raises(ConfigError) as by_variable:
        load_config(None, {variable: setting.partition("=")[2]}, (), tmp_path)

    assert said in by_option.value.message
    assert key in by_option.value.message
    assert said in by_variable.value.message
    assert variable in by_variable.value.message


@pytest.mark.parametrize(
    "setting",
    [
        "fetch.proxy=",
        "fetch.proxy=http://proxy:8080",
        "network.canaries=",
        "fetch.host_interval=0s",
        "check.confirm_after=0",
        "check.every=0s",
        "schedule.check=*/5 0 29 2 1-5",
        "archive.base=http://127.0.0.1:8000/archive",
        "fetch.allow_addresses=10.0.0.0/8,::1",
    ],
)
def test_a_value_that_works_is_taken(tmp_path: Path, setting: str) -> None:
    load_config(None, {}, [setting], tmp_path)


def test_a_bare_number_is_seconds_wherever_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[fetch]\ndeadline = 20\n[[host]]\nmatch = 'a'\ninterval = '3'\n")

    in_file = load_config(None, {}, (), tmp_path).config
    given = load_config(None, {"VERIFIER_FETCH_HOST_INTERVAL": "2"}, ["fetch.deadline=20"], tmp_path).config

    assert (in_file.fetch.deadline, in_file.host[0].interval) == (20.0, 3.0)
    assert (given.fetch.deadline, given.fetch.host_interval) == (20.0, 2.0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("VERIFIER_FETSH_PROXY", "did you mean VERIFIER_FETCH_PROXY?"),
        ("VERIFIER_CONFIGS", "did you mean VERIFIER_CONFIG?"),
        ("VERIFIER_QQQQQQ", "VERIFIER_SECTION_KEY"),
        ("VERIFIER_", "VERIFIER_SECTION_KEY"),
    ],
)
def test_a_variable_that_sets_nothing_is_a_mistake(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ConfigError, match="unknown setting in the environment") as raised:
        load_config(None, {name: "x"}, (), tmp_path)

    assert said in raised.value.message


def test_the_documented_variables_are_known(tmp_path: Path) -> None:
    names = ("IA_ACCESS_KEY_ID", "IA_SECRET_ACCESS_KEY_FILE", "VERIFIER_SHARED_DATA", "PATH")
    load_config(None, {"VERIFIER_CONFIG": "", **dict.fromkeys(names, "x")}, (), tmp_path)


def test_no_mistake_shows_a_password(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        "[fetch]\nproxy = 'http://ada:s3cret@proxy:1'\n"
        "[network]\ncanaries = 'https://ada:s3cret@canary.example'\n"
        "[archive]\nbase = 'https://x.example/?token=s3cret'\n"
    )
    with pytest.raises(ConfigError, match="4 mistakes") as raised:
        load_config(None, {}, ["corpus.lists=[https://ada:s3cret@x"], tmp_path)

    assert "s3cret" not in raised.value.message


def test_a_setting_of_a_section_that_is_none_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("fetch = 3\n")

    with pytest.raises(ConfigError, match='"fetch" is a section'):
        load_config(None, {"VERIFIER_FETCH_RETRIES": "1"}, ["fetch.deadline=2s"], tmp_path)


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
    assert config.manners("export.arxiv.org") == (3.0, 1)
    assert config.lane("export.arxiv.org") == "arxiv.org"
    assert config.lane("www.example.org") == "www.example.org"
    assert config.manners("www.example.org") == (5.0, 1)
    assert config.manners("example.org") == (5.0, 1)
    assert config.manners("notexample.org") == (1.0, 2)


def test_robots_are_respected_where_the_first_override_that_says_so_wants_it() -> None:
    config = Config(
        host=(
            HostConfig(match="a.example.org", interval=9.0),
            HostConfig(match="*.example.org", robots="respect"),
            HostConfig(match="a.example.org", robots="ignore"),
        )
    )

    assert config.respects_robots("a.example.org")
    assert not config.respects_robots("example.net")
    assert Config.model_validate({"fetch": {"robots": "respect"}}).respects_robots("example.net")


@given(st.integers(0, 10**7))
def test_durations_and_sizes_survive_being_written_and_read(number: int) -> None:
    assert parse_duration(format_duration(float(number))) == number
    assert parse_size(format_size(number)) == number


@pytest.mark.parametrize("text", ["", "-1s", "s", "1 fortnight", "1e3s", "１s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a duration is written like"):
        parse_duration(text)


def test_an_archive_that_makes_no_copies_is_not_asked_for_any(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[archive]\nkind = "memento"\n')
    assert load_config(None, {}, ["archive.mode=lookup"], tmp_path).config.archive.kind == "memento"
    with pytest.raises(ConfigError, match=r"makes no copies: archive\.mode has to be .lookup."):
        load_config(None, {}, ["archive.mode=capture"], tmp_path)


def test_in_ci_mode_the_file_has_no_say_in_whom_we_contact(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[fetch]\nallow_addresses = ["127.0.0.0/8"]\nproxy = "http://10.0.0.1:3128"\n'
        '[network]\ncanaries = []\n[archive]\nkind = "memento"\nbase = "https://10.0.0.1"\n'
        '[check]\nconfirm_after = "1h"\n'
        '[store]\nurl = "sqlite:///mine.db"\n[[host]]\nmatch = "*.example"\ninterval = 0\n'
        '[corpus]\nroot = "docs"\n[evidence]\nmode = "warc"\n'
    )

    loaded = load_config(
        None, {"VERIFIER_FETCH_RETRIES": "1"}, ["fetch.allow_ports=8080"], tmp_path, trust=Trust.CHANGE
    )

    fetch = Config().fetch.model_copy(update={"retries": 1, "allow_ports": (8080,)})
    corpus = Config().corpus.model_copy(update={"root": "docs"})
    store = Config().store.model_copy(update={"url": ""})
    assert loaded.config == Config().model_copy(update={"fetch": fetch, "corpus": corpus, "store": store})
    assert loaded.left_out == (
        "fetch.allow_addresses",
        "fetch.proxy",
        "network.canaries",
        "archive.kind",
        "archive.base",
        "check.confirm_after",
        "store.url",
        "host",
        "evidence.mode",
    )
    assert set(loaded.origins) == {"corpus.root", "fetch.retries", "fetch.allow_ports", "store.url"}


def test_in_ci_mode_the_database_is_named_by_whoever_runs(tmp_path: Path) -> None:
    assert (
        load_config(None, {}, ["store.url=sqlite:////x.db"], tmp_path, trust=Trust.CHANGE).config.store.url[
            -4:
        ]
        == "x.db"
    )
    with pytest.raises(StoreError, match="CI mode"):
        sqlite_path(load_config(None, {}, (), tmp_path, trust=Trust.CHANGE).config.store.url, tmp_path)


def test_in_ci_mode_links_do_not_lead_out(tmp_path: Path) -> None:
    elsewhere, here = tmp_path / "elsewhere", tmp_path / "here"
    elsewhere.mkdir()
    here.mkdir()
    (elsewhere / "config.toml").write_text("")
    (here / "config.toml").symlink_to(elsewhere / "config.toml")
    assert load_config(None, {}, (), here, trust=Trust.CHANGE).base == here
    (here / "docs").symlink_to(elsewhere)
    (here / "circle").symlink_to(here / "circle")
    for value in ("report.dir circle", "corpus.root docs", "corpus.root /proc", "report.dir ../elsewhere"):
        section, key, path = value.replace(".", " ", 1).split(" ")
        (elsewhere / "config.toml").write_text(f'[{section}]\n{key} = "{path}"')
        with pytest.raises(ConfigError, match="leads out"):
            load_config(None, {}, (), here, trust=Trust.CHANGE)


def test_the_base_branch_says_all_but_what_leads_to_private_places_and_to_files_of_the_change(
    tmp_path: Path,
) -> None:
    (tmp_path / "config.toml").write_text("[fetch]\nretries = 9\n")
    content = (
        b'[fetch]\nretries = 1\nca_file = "own.pem"\nallow_addresses = ["10.0.0.0/8"]\n'
        b'[store]\nurl = "sqlite:///mine.db"\n[[host]]\nmatch = "*.example"\ninterval = 0\n'
    )

    loaded = load_config(None, {}, (), tmp_path, trust=Trust.BASE, read=lambda _: content)

    assert (loaded.config.fetch.retries, loaded.config.host[0].interval) == (1, 0)
    assert loaded.left_out == ("fetch.ca_file", "fetch.allow_addresses", "store.url")
    assert (loaded.config.fetch.ca_file, loaded.config.fetch.allow_addresses) == ("", ())
    assert load_config(None, {}, (), tmp_path, trust=Trust.BASE, read=lambda _: None).file is None


def test_in_ci_mode_a_link_in_the_place_of_a_default_does_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "seeds").symlink_to("/etc")

    with pytest.raises(ConfigError, match="leads out"):
        load_config(None, {}, (), tmp_path / "here", trust=Trust.CHANGE)


def test_in_ci_mode_a_file_that_says_nonsense_is_still_an_error(tmp_path: Path) -> None:
    for text in ('fetch = "all"\n', "[fetch]\nallow_everything = true\n", "[[host]]\nmtach = 1\n"):
        (tmp_path / "config.toml").write_text(text)
        with pytest.raises(ConfigError):
            load_config(None, {}, (), tmp_path, trust=Trust.CHANGE)


@pytest.mark.parametrize(
    "text",
    [
        f'[corpus]\nfile_limit = "{"9" * 400}"',
        f"[check]\nevery = 1{'0' * 400}",
        '[check]\nconfirm_after = "5000w"',
        f"x = {'[' * 5000}",
        f"{'a.' * 5000}a = 1",
        "#" * 70_000,
        '[corpus]\nroot = "a\\u0000b"',
        '[corpus]\nfile_limit = "1000 GB"',
    ],
    ids=range(8),
)
def test_an_absurd_file_is_a_mistake_and_no_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigError):
        load_config(None, {}, (), tmp_path)


def test_a_device_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.toml").symlink_to("/dev/zero")
    with pytest.raises(ConfigError, match="no file"):
        load_config(Path("config.toml"), {}, (), tmp_path)
