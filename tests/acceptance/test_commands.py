"""The command as a person or a cron job meets it, in processes of its own."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bench.identity.world import HTML, through
from tests.acceptance.command import finish, report, start, verifier
from tests.archive.timegate import timegate_world
from tests.runs.builders import titled, write_document
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_replies import Service, rate_limited
from verifier.demo.pages import article
from verifier.demo.world import Answer, ProxyWorld, World

ENTRIES = [(f"https://host{n}.demo/a/{n}", titled(n)) for n in range(12)]


@pytest.fixture
def proxy() -> Iterator[ProxyWorld]:
    pages = {url: Answer(200, HTML, article(title, "Gazette")) for url, title in ENTRIES}
    with ProxyWorld(World(pages)) as world:
        yield world


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_document(tmp_path / "seeds", "doc", ENTRIES)
    return tmp_path


def test_a_quiet_night_prints_nothing_on_stdout(home: Path, proxy: ProxyWorld) -> None:
    code, out, err = verifier(home, "run", "--quiet", *through(proxy))

    assert (code, out, err) == (0, "", "")
    assert {row["verdict"] for row in report(home)["citations"]} == {"verified"}


SETTINGS = ("network.canaries=[]", "archive.mode=off", "store.url=sqlite:///verifier.db")


@pytest.mark.parametrize("ci", [False, True])
def test_a_config_file_in_the_change_under_test_opens_no_private_network(tmp_path: Path, ci: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        write_document(tmp_path / "seeds", "doc", [(f"http://127.0.0.1:{port}/x", "A secret of the house")])
        policy = f'[fetch]\nallow_addresses = ["127.0.0.0/8"]\nallow_ports = [{port}]\nretries = 0\n'
        (tmp_path / "config.toml").write_text(policy + 'deadline = "1s"\n')
        options = [part for value in SETTINGS for part in ("--set", value)]

        _, _, err = verifier(tmp_path, *(["--ci"] if ci else []), "run", *options)

        access = report(tmp_path)["citations"][0]["access"]
        assert ("fetch.allow_addresses" in err, access) == (ci, "forbidden-address" if ci else "timeout")
        if ci:
            with pytest.raises(BlockingIOError):
                server.accept()


def test_without_a_network_run_ends_with_3_and_one_sentence(home: Path) -> None:
    code, out, err = verifier(home, "run", "--set", "network.canaries=http://127.0.0.1:9/")

    assert (code, out) == (3, "")
    assert (
        err
        == "No network: none of the canaries answered. Nothing was checked, nothing is recorded as broken.\n"
    )
    assert list((home / "reports").iterdir()) == []


def test_a_proxy_that_is_down_is_our_trouble_and_not_the_sources(home: Path) -> None:
    code, _, _ = verifier(home, "run", "--set", "fetch.proxy=http://127.0.0.1:9", "--set", "fetch.retries=0")

    assert code == 3


@pytest.mark.slow
def test_the_daemon_works_by_the_schedule_and_ends_on_sigterm(home: Path, proxy: ProxyWorld) -> None:
    process = start(home, "daemon", *through(proxy, "schedule.check=* * * * *"))
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    said = [next(lines)]
    assert said[0].startswith("Next run at ")
    while "Report: reports/index.html\n" not in said:
        said.append(next(lines))
    assert verifier(home, "daemon", *through(proxy))[0] == 2
    process.send_signal(signal.SIGTERM)
    code, out, _ = finish(process, timeout=10)

    assert (code, out) == (143, "")
    assert report(home)["run"]["state"] == "complete"


def test_the_daemon_resumes_an_interrupted_run_at_once(home: Path, proxy: ProxyWorld) -> None:
    slow = {url: Answer(200, HTML, article(title, "Gazette"), delay=0.5) for url, title in ENTRIES}
    with ProxyWorld(World(slow)) as lame:
        process = start(home, "run", *through(lame, "fetch.concurrency=1"))
        while len(lame.asked) < 3:
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert finish(process, timeout=10)[0] == 143
    assert report(home)["complete"] is False

    process = start(home, "daemon", *through(proxy))
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Resuming run 1: 1 document, 12 citations")
    assert process.stderr.readline().startswith("Everything goes through the proxy ")
    assert process.stderr.readline() == "Report: reports/index.html\n"
    process.send_signal(signal.SIGTERM)
    finish(process, timeout=10)
    assert {row["verdict"] for row in report(home)["citations"]} == {"verified"}


def lame_world() -> World:
    """Every page takes half a second."""
    return World({url: Answer(200, HTML, article(title, "Gazette"), delay=0.5) for url, title in ENTRIES})


def test_an_interrupted_run_says_how_to_go_on(home: Path) -> None:
    with ProxyWorld(lame_world()) as lame:
        process = start(home, "run", *through(lame, "fetch.concurrency=1"))
        while len(lame.asked) < 3:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        code, out, err = finish(process, timeout=10)

    assert (code, out) == (130, "")
    started, proxied, stopping, written, resume = err.splitlines()
    assert started.startswith("Starting run 1: 1 document, 12 citations")
    assert proxied.startswith("Everything goes through the proxy http://127.0.0.1:")
    assert stopping == "Stopping; another Ctrl-C leaves at once."
    assert written == "Report (INCOMPLETE): reports/index.html"
    assert resume.startswith("Interrupted. Resume with: verifier run --set ")


def test_a_second_signal_leaves_at_once(home: Path) -> None:
    pages = {url: Answer(200, HTML, article(title, "Gazette"), delay=30) for url, title in ENTRIES}
    with ProxyWorld(World(pages)) as lame:
        process = start(home, "run", *through(lame))
        assert process.stderr is not None
        while not lame.asked:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        while not process.stderr.readline().startswith("Stopping"):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert finish(process, timeout=2)[0] == 143
    assert list((home / "reports").iterdir()) == []


def test_a_run_whose_log_reader_left_goes_on(home: Path, proxy: ProxyWorld) -> None:
    process = start(home, "run", *through(proxy))
    assert process.stderr is not None
    process.stderr.close()
    process.stderr = None

    assert finish(process)[:2] == (0, "")
    assert {row["verdict"] for row in report(home)["citations"]} == {"verified"}


def test_a_signal_while_the_canaries_are_asked_is_an_interruption_and_not_offline(home: Path) -> None:
    pages = {"http://canary.demo/": Answer(200, HTML, b"<title>hello</title>", delay=30)}
    with ProxyWorld(World(pages)) as lame:
        process = start(home, "run", *through(lame, "network.canaries=http://canary.demo/"))
        while not lame.asked:
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        code, _, err = finish(process, timeout=5)

    assert code == 143
    assert "No network" not in err


def test_only_one_run_at_a_time_works_on_a_database(home: Path, proxy: ProxyWorld) -> None:
    slow = {url: Answer(200, HTML, article(title, "Gazette"), delay=5.0) for url, title in ENTRIES}
    with ProxyWorld(World(slow)) as lame:
        process = start(home, "run", *through(lame))
        while not lame.asked:
            assert process.poll() is None
        code, _, err = verifier(home, "run", *through(proxy))
        process.send_signal(signal.SIGKILL)
        finish(process)

    assert code == 2
    assert str(process.pid) in err


def test_show_tells_everything_about_a_url_and_a_document(home: Path, proxy: ProxyWorld) -> None:
    verifier(home, "run", *through(proxy))
    url, title = ENTRIES[3]

    code, by_url, _ = verifier(home, "show", url)
    assert code == 0
    assert f"verified: {url}" in by_url
    assert f"found title:   {title}" in by_url
    assert "history:" in by_url
    assert verifier(home, "show", "doc")[1].count("verified: ") == len(ENTRIES)
    code, _, err = verifier(home, "show", "https://nowhere.demo/")
    assert (code, "nothing is known" in err) == (2, True)


def test_what_a_document_quotes_is_looked_for_in_all_its_sources(home: Path, proxy: ProxyWorld) -> None:
    document = home / "seeds" / "doc.md"
    said, invented = "Minutes, drawings and the figures", "we shall never build a single mile of it"
    document.write_text(f"{document.read_text()} “{said} … can be read”, but “{invented}”.\n")
    assert verifier(home, "run", *through(proxy), "--set", "quotes.check=true")[0] == 0

    code, out, _ = verifier(home, "show", "doc")
    lines = [line.strip() for line in out.splitlines()]
    found, missing = (next(i for i, line in enumerate(lines) if words in line) for words in (said, invented))

    assert code == 0
    assert lines[found + 1].startswith("found in https://host")
    assert lines[missing + 1] == "found in none of the document's sources, all of which were read"
    assert "CIT250 quotation-not-found (info)" in out
    assert {row["verdict"] for row in report(home)["citations"]} == {"verified"}


def test_archive_looks_up_loads_and_compares_what_is_named(home: Path) -> None:
    url, title = ENTRIES[0]
    with StandInArchive() as archive:
        archive.add_copy(url, "20240507120000", body=article(title, "Gazette"))
        options = ["--set", f"archive.base={archive.base}"]

        assert verifier(home, "archive", "--lookup-only", url, *options)[0] == 0
        assert report(home)["citations"][0]["preservation"] == "reported"
        assert verifier(home, "archive", "--confirm", url, *options)[0] == 0
        assert report(home)["citations"][0]["preservation"] == "preserved"
        code, _, err = verifier(home, "archive", "https://nobody.demo/", *options)
        assert (code, "no document cites" in err) == (2, True)
        asked = [request.service for request in archive.requests]
    assert asked == [Service.INDEX, Service.REPLAY]


def test_an_archive_of_one_s_own_serves(tmp_path: Path) -> None:
    url, title = ENTRIES[0]
    write_document(tmp_path / "seeds", "doc", [(url, title)])
    with timegate_world(url) as archive:
        archive.copies["20240507120000"] = (200, article(title, "Gazette"))
        (tmp_path / "config.toml").write_text(f'[archive]\nkind = "memento"\nbase = "{archive.base}/"\n')
        run = partial(verifier, tmp_path, "archive", IA_ACCESS_KEY_ID="a", IA_SECRET_ACCESS_KEY="b")

        assert run()[0] == 0
        row = report(tmp_path)["citations"][0]
        code, _, err = run("--set", "archive.mode=capture")
    assert (row["preservation"], row["memento"]) == ("preserved", archive.uri("20240507120000"))
    assert (code, "makes no copies" in err) == (2, True)


def test_a_second_command_leaves_an_archive_alone_that_refused_the_first(home: Path) -> None:
    with StandInArchive() as archive:
        archive.trouble(Service.INDEX, rate_limited("600"), times=1)
        options = ["--set", f"archive.base={archive.base}"]

        first, second = (verifier(home, "archive", *options) for _ in range(2))

        assert len(archive.requests) == 1
    assert "No more look-ups in this run: HTTP 429; nothing more is asked until" in first[2]
    assert "No more look-ups in this run: the archive asked to be left alone until" in second[2]
    assert "12 sources still wait for a look-up: 1 more night at 240 look-ups a night." in second[2]


def test_show_tells_why_a_document_is_not_read_and_what_is_wrong_with_one(
    home: Path, proxy: ProxyWorld
) -> None:
    (home / "seeds" / "open.md").write_text("---\nid: x\n")
    (home / "seeds" / "empty.md").write_text("No front matter.\n")
    verifier(home, "run", *through(proxy))

    code, out, _ = verifier(home, "show", "seeds/open.md")
    assert code == 0
    assert out.startswith(
        "open.md:1:1\n  CIT040 unreadable-document (error): The front matter is never closed"
    )
    assert "CIT030 no-sources" in verifier(home, "show", "empty.md")[1]


def test_report_writes_the_same_again_from_the_database(home: Path, proxy: ProxyWorld) -> None:
    verifier(home, "run", *through(proxy))
    first = report(home)
    code, out, _ = verifier(home, "report", "--format", "json")

    assert (code, out) == (0, "reports/report.json\n")
    assert report(home)["citations"] == first["citations"]


@pytest.mark.parametrize("arguments", [["show", "doc"], ["report"]])
def test_who_only_reads_makes_no_database_and_says_that_there_is_none(
    home: Path, arguments: list[str]
) -> None:
    code, out, err = verifier(home, *arguments)

    assert (code, out) == (2, "")
    assert "there is no database" in err
    assert "verifier run" in err
    assert [path.name for path in home.iterdir()] == ["seeds"]


def test_config_shows_values_and_origins_and_no_secret(home: Path) -> None:
    secret = "postgresql://user:hunter2@127.0.0.1/verifier?token=hunter2"
    (home / "config.toml").write_text(f'[fetch]\nretries = 1\n[store]\nurl = "{secret}"\n')

    code, out, _ = verifier(home, "config", "--set", "fetch.concurrency=7")

    assert code == 0
    assert f"fetch.retries = 1  # {home / 'config.toml'}" in out
    assert "fetch.concurrency = 7  # --set fetch.concurrency" in out
    assert "fetch.host_concurrency = 2  # default" in out
    assert "hunter2" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--set", "fetch.retires=1"], 'did you mean "retries"?'),
        (["run", "--config", "absent.toml"], "cannot read"),
        (["explain", "CIT999"], 'there is no rule "CIT999"'),
        (["rum"], "No such command"),
        (["scan", "--set", "corpus.root=nowhere"], "nowhere"),
        (["run", "--set", "report.dir=./seeds/"], "reports would be read as documents"),
    ],
)
def test_a_mistake_ends_with_2_and_says_what_to_do(home: Path, arguments: list[str], said: str) -> None:
    code, out, err = verifier(home, *arguments)

    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_explain_tells_means_why_and_what_to_do(home: Path) -> None:
    code, out, _ = verifier(home, "explain", "CIT110")

    assert code == 0
    assert out.startswith("CIT110 never-seen (error)")
    assert "Why it matters:" in out
    assert "What to do:" in out
    assert "CIT110  error" in verifier(home, "explain")[1]


def test_init_writes_a_config_once(home: Path) -> None:
    code, out, _ = verifier(home, "init")
    assert (code, "verifier scan" in out) == (0, True)
    written = (home / "config.toml").read_text()
    assert verifier(home, "scan")[0] == 0
    assert verifier(home, "init")[0] == 2
    assert (home / "config.toml").read_text() == written


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    process = start(home, "scan", "--list")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert finish(process)[0] == 0
