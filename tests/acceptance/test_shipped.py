"""What we ship for CI services does what the gate does there, with no more rights than a fork's pull request
has; and what CI.md tells to write is right."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.identity.world import through
from tests.acceptance.command import verifier
from tests.acceptance.pipelines import (
    ACTION,
    EXPRESSION,
    ROOT,
    Runner,
    as_environment,
    bash,
    first_on_path,
    gitlab,
    load,
    program,
    this_verifier,
)
from tests.acceptance.test_gate import (
    CONFIG,
    DEAD,
    GOOD,
    INVENTED,
    NOTHING,
    PAGES,
    PAID,
    document,
    state,
)
from tests.repositories import commit, git
from verifier.demo.world import ProxyWorld, World
from verifier.report.gate_plugins import gate_format

TEMPLATE = ROOT / ".gitlab" / "gate.gitlab-ci.yml"
GUIDE = ROOT / ".github" / "CI.md"
SNIPPETS = [
    yaml.safe_load(block)
    for block in re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
]
HOOKS = {hook["id"]: hook for hook in load(ROOT / ".pre-commit-hooks.yaml")}
CUT = {"VERIFIER_FETCH_PROXY": "http://127.0.0.1:9", "VERIFIER_NETWORK_CANARIES": "['https://canary.demo/']"}
DEAF = {"VERIFIER_FETCH_PROXY": "http://127.0.0.1:9"}
"""A night in which nothing can be learnt: what is known afterwards was known before."""
NAME = "verifier-database"


@pytest.fixture(scope="module")
def policy() -> Iterator[dict[str, str]]:
    """The variables that lead the gate to the pages on loopback."""
    with ProxyWorld(World(PAGES)) as web:
        yield as_environment(through(web))


@pytest.fixture(scope="module")
def stored(policy: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that knows the good page and the one behind a paywall."""
    folder = tmp_path_factory.mktemp("night")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "old.md").write_text(document(GOOD, PAID))
    (folder / "config.toml").write_text(CONFIG)
    assert verifier(folder, "run", timeout=120, **policy)[0] == 0
    return folder / "verifier.db"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone with all of the history of a pull request's merge; `main` cites a dead link."""
    origin, author, clone = tmp_path / "origin.git", tmp_path / "author", tmp_path / "checkout"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(origin))
    git(tmp_path, "clone", "-q", str(origin), str(author))
    git(author, "checkout", "-q", "-b", "main")
    git(author, "config", "user.name", "Keeper")
    git(author, "config", "user.email", "keeper@example.org")
    (author / "seeds").mkdir()
    (author / "config.toml").write_text(CONFIG)
    (author / "seeds" / "old.md").write_text(document(DEAD, GOOD))
    commit(author)
    git(author, "push", "-q", "origin", "main")
    git(tmp_path, "clone", "-q", str(origin), str(clone))
    git(clone, "config", "user.name", "Stranger")
    git(clone, "config", "user.email", "stranger@example.org")
    git(clone, "checkout", "-q", "--detach")
    return clone


@pytest.fixture
def runner(checkout: Path, tmp_path: Path, policy: dict[str, str]) -> Runner:
    """`verifier` is installed: this environment's, so that one test only needs a package registry."""
    temp = tmp_path / "runner"
    this_verifier(temp / "verifier-env" / "bin" / "verifier")
    no_gh = program(tmp_path / "bin" / "gh", 'echo "gh: To use GitHub CLI, set GH_TOKEN." >&2; exit 4')
    return Runner(checkout, temp, environment={**policy, **first_on_path(no_gh.parent)})


def change(checkout: Path, *urls: str, path: str = "seeds/new.md") -> None:
    (checkout / path).write_text(document(*urls))
    commit(checkout)


def set_traps(folder: Path, beside: Path) -> Path:
    """Modules that write a file when anything imports them; the file."""
    trap = beside / "trap"
    for name in ("venv", "pip", "urllib", "verifier", "sqlite3", "click", "sitecustomize"):
        (folder / f"{name}.py").write_text(f"open({str(trap)!r}, 'w')\n")
    return trap


def gh(runner: Runner, log: Path, database: Path | None) -> None:
    """A stand-in of GitHub's command, for a token that may read."""
    found = "echo 4711" if database else "true"
    copy = f'cp "{database}" "$(eval echo "\\${{$#}}")/verifier.db"'
    said = f'test -n "$GH_TOKEN" || exit 4\necho "$@" >> "{log}"\n'
    choice = f'case "$1 $2" in "run list") {found} ;; "run download") {copy} ;; *) exit 1 ;; esac'
    folder = program(log.parent / "gh" / "gh", said + choice).parent
    runner.environment |= first_on_path(folder)
    runner.token = "may-read"


def test_no_input_reaches_a_script_and_nothing_else_is_used() -> None:
    action = load(ACTION / "action.yml")
    steps = action["runs"]["steps"]
    used = {
        name for step in steps for text in step.get("env", {}).values() for name in EXPRESSION.findall(text)
    }

    assert not [step["name"] for step in steps if "${{" in step["run"] or "uses" in step]
    assert {name for name in used if name.startswith("inputs.")} == {
        f"inputs.{name}" for name in action["inputs"]
    }
    assert {each for each in used if "secrets" in each or "head" in each} == set()
    tokens = [step.get("id") for step in steps if "github.token" in str(step.get("env"))]
    assert tokens == ["database"]


def test_the_install_step_installs_the_versions_of_the_lock_file(runner: Runner, tmp_path: Path) -> None:
    runner.temp = tmp_path / "other"
    runner.temp.mkdir()
    step = load(ACTION / "action.yml")["runs"]["steps"][0]
    tool = re.search(r"uv==\S+", step["run"])
    assert tool
    probe = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0", tool[0]]
    if subprocess.run([*probe, "-d", str(tmp_path / "probe")], check=False, capture_output=True).returncode:
        pytest.skip(
            f"no package registry has {tool[0]}: the action was tried with this environment's verifier"
        )

    trap = set_traps(runner.workspace, tmp_path)
    before = state(ROOT / ".github") | state(ROOT / "verifier")
    done = runner.step(step, {})

    if done.code and re.search(r"(?i)failed to (fetch|download)|error sending request|dns error", done.said):
        pytest.skip(f"uv reaches no package registry ({done.said.splitlines()[0]})")
    assert done.code == 0, done.said
    assert state(ROOT / ".github") | state(ROOT / "verifier") == before
    asking = [str(runner.temp / "verifier-env" / "bin" / "python"), "-I", "-c"]
    wanted = "import importlib.metadata as m; print(m.version('pydantic'), m.version('httpx'))"
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    versions = {package["name"]: package.get("version") for package in lock["package"]}
    told = subprocess.run([*asking, wanted], check=True, capture_output=True, text=True).stdout.split()
    assert told == [versions["pydantic"], versions["httpx"]]

    change(runner.workspace, INVENTED)
    assert runner.use().outputs == {"exit-code": "1"}
    assert not trap.exists()


@pytest.mark.parametrize("token", ["", "may-read"])
def test_an_invented_citation_fails_a_fork_s_pull_request_and_nothing_is_written(
    runner: Runner, stored: Path, tmp_path: Path, token: str
) -> None:
    change(runner.workspace, GOOD, INVENTED, PAID)
    if token:
        gh(runner, tmp_path / "log", stored)
    before = state(runner.workspace)

    done = runner.use(database_workflow="nightly.yml")

    assert (done.code, done.outputs) == (1, {"exit-code": "1"}), done.said
    assert re.findall(r"^::error file=(.*?),line=(\d+)", done.said, re.MULTILINE) == [("seeds/new.md", "7")]
    assert re.findall(r"^::warning file=(.*?),line=(\d+)", done.said, re.MULTILINE) == [("seeds/new.md", "9")]
    assert ("No stored results are used" in done.said) == (not token)
    assert INVENTED in done.summary
    assert "old.md" not in done.said
    assert state(runner.workspace) == before


def test_the_database_of_the_last_scheduled_night_saves_the_requests(
    runner: Runner, stored: Path, tmp_path: Path
) -> None:
    change(runner.workspace, PAID)
    gh(runner, tmp_path / "log", stored)
    runner.environment |= CUT

    done = runner.use(database_workflow="nightly.yml")

    assert (done.code, done.outputs) == (0, {"exit-code": "0"}), done.said
    listed, downloaded = (tmp_path / "log").read_text().splitlines()
    assert "run list --repo keeper/corpus --workflow nightly.yml --event schedule --branch main" in listed
    assert "--status success" in listed
    assert downloaded.startswith(f"run download 4711 --repo keeper/corpus --name {NAME} --dir ")


def test_a_database_file_may_be_named_and_one_in_the_checkout_is_not_believed(
    runner: Runner, stored: Path, tmp_path: Path
) -> None:
    change(runner.workspace, PAID)
    runner.environment |= CUT
    elsewhere = tmp_path / "a #? 50% name.db"
    elsewhere.write_bytes(stored.read_bytes())

    assert runner.use(database=str(elsewhere)).code == 0
    (runner.workspace / "verifier.db").write_bytes(stored.read_bytes())
    assert runner.use().code == 3
    absent = runner.use(database="nowhere.db")
    assert (absent.code, "There is no file nowhere.db" in absent.said) == (3, True)


def test_a_night_that_never_was_is_said_and_no_failure(runner: Runner, tmp_path: Path) -> None:
    change(runner.workspace, GOOD)
    gh(runner, tmp_path / "log", None)

    done = runner.use(database_workflow="nightly.yml")

    assert done.code == 0
    assert "::notice title=verifier::No stored results are used. No scheduled run of nightly.yml" in done.said


@pytest.mark.parametrize(("wanted", "code"), [("fail", 3), ("pass", 0)])
def test_the_workflow_says_whether_inconclusive_fails(runner: Runner, wanted: str, code: int) -> None:
    change(runner.workspace, INVENTED)
    runner.environment |= CUT

    done = runner.use(inconclusive=wanted)

    assert (done.code, done.outputs) == (code, {"exit-code": "3"})
    assert ("::warning title=verifier::Inconclusive" in done.said) == (code == 0)
    assert "::error file" not in done.said


def test_offline_nothing_is_asked_and_every_output_is_written(
    runner: Runner, stored: Path, tmp_path: Path
) -> None:
    change(runner.workspace, PAID)
    runner.environment |= CUT
    sarif = tmp_path / "out" / "citations.sarif"
    sarif.parent.mkdir()
    formats = f"sarif={sarif}\r\n\njunit=citations.xml\n"

    done = runner.use(offline="true", database=str(stored), formats=formats, max_age="2d")

    assert done.code == 0, done.said
    assert sarif.read_text().startswith("{")
    assert (runner.workspace / "citations.xml").read_text().startswith("<?xml")
    assert runner.use(offline="true", database=str(stored), max_age="0s").code == 3


def test_a_corpus_in_a_folder_is_annotated_where_the_repository_has_it(runner: Runner) -> None:
    git(runner.workspace, "checkout", "-q", "main")
    (runner.workspace / "docs").mkdir()
    git(runner.workspace, "mv", "config.toml", "seeds", "docs")
    commit(runner.workspace)
    git(runner.workspace, "push", "-q", "origin", "main")
    change(runner.workspace, INVENTED, path="docs/seeds/new.md")

    done = runner.use(working_directory="docs", formats="json=gate.json")

    assert done.code == 1
    assert re.findall(r"^::error file=(.*?),", done.said, re.MULTILINE) == ["docs/seeds/new.md"]
    assert (runner.workspace / "docs" / "gate.json").exists()
    assert runner.use(config="docs/config.toml").code == 1


def test_what_an_input_holds_is_never_run(runner: Runner, tmp_path: Path) -> None:
    change(runner.workspace, GOOD)
    trap = tmp_path / "trap"
    hostile = f"$(touch {trap})`touch {trap}`;touch {trap}\n' \"; touch {trap} #"
    known = load(ACTION / "action.yml")["inputs"]

    codes = {name: runner.use(**{name.replace("-", "_"): hostile}).code for name in known}

    assert not trap.exists()
    assert codes.pop("database") == codes.pop("database-workflow") == codes.pop("database-artifact") == 0
    assert 0 not in codes.values(), codes


def test_no_module_of_the_checkout_is_run(runner: Runner, stored: Path, tmp_path: Path) -> None:
    trap = set_traps(runner.workspace, tmp_path)
    change(runner.workspace, GOOD)

    assert runner.use(database=str(stored)).code == 0
    assert not trap.exists()


@pytest.mark.parametrize(
    "inputs", [{"offline": "maybe"}, {"inconclusive": "ignore"}, {"formats": "junit"}, {"since": "nobody"}]
)
def test_what_cannot_be_meant_is_an_error_and_never_a_pass(runner: Runner, inputs: dict[str, str]) -> None:
    done = runner.use(**inputs)

    assert (done.code, done.outputs) == (2, {"exit-code": "2"})


def test_a_checkout_without_history_is_told_what_to_fetch(runner: Runner) -> None:
    git(runner.workspace, "update-ref", "-d", "refs/remotes/origin/main")

    done = runner.use()

    assert (done.code, "fetch-depth: 0" in done.said) == (2, True)


def test_a_tag_that_is_called_like_the_target_branch_hides_nothing(runner: Runner) -> None:
    change(runner.workspace, "https://example.com/TODO")
    git(runner.workspace, "tag", "origin/main", "HEAD")

    done = runner.use(offline="true")

    assert (done.code, done.outputs) == (1, {"exit-code": "1"}), done.said


def test_outside_pull_requests_all_is_judged(runner: Runner) -> None:
    runner.base = ""

    done = runner.use()

    assert done.code == 1
    assert "Judged: 2 citations in 1 document." in done.said


def hook(name: str, folder: Path, *files: str, args: list[str] | None = None, **more: str) -> tuple[int, str]:
    """Run a hook's entry as pre-commit does."""
    it = HOOKS[name]
    command = [*shlex.split(it["entry"]), *(it.get("args", []) if args is None else args)]
    if it.get("pass_filenames", True):
        command += [each for each in files if re.search(it["files"], each)]
    code, out, err = verifier(folder, *command[1:], timeout=120, **more)
    return code, out + err


def test_the_hooks_have_what_pre_commit_wants() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]

    for it in HOOKS.values():
        assert {"id", "name", "entry", "language"} <= it.keys()
        assert (it["language"], shlex.split(it["entry"])[0]) == ("python", *scripts)
    assert HOOKS["verifier-gate"]["stages"] == ["manual"]


def test_the_lint_hook_judges_the_documents_of_a_commit_and_passes_over_all_else(checkout: Path) -> None:
    (checkout / "README.md").write_text("---\nsources: [unclosed\n---\n")
    (checkout / "package.json").write_text("{")
    (checkout / "seeds" / "new.md").write_text(document(GOOD))
    others = ("README.md", "package.json", "setup.py")

    assert hook("verifier-lint", checkout, "README.md", "package.json")[1].startswith(NOTHING)
    assert hook("verifier-lint", checkout, *others, "seeds/new.md")[0] == 0
    (checkout / "seeds" / "new.md").write_text(document("https://example.com/TODO"))
    code, said = hook("verifier-lint", checkout, *others, "seeds/new.md")
    assert (code, said.split(": ")[:2]) == (1, ["seeds/new.md:5:10", "fail CIT003 placeholder"])


def test_the_gate_hook_asks_for_what_the_branch_added(checkout: Path, policy: dict[str, str]) -> None:
    change(checkout, INVENTED)

    code, said = hook("verifier-gate", checkout, "seeds/old.md", args=None, **policy)

    assert (code, "that the change since origin/main added" in said) == (1, True)
    assert hook("verifier-gate", checkout, args=["--since", "HEAD"], **policy)[0] == 0


class _Service(ThreadingHTTPServer):
    """GitLab's artifacts: those of project 7, for who has the token of a job."""

    def __init__(self, artifact: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Reply)
        self.artifact = artifact
        self.asked: list[str] = []


class _Reply(BaseHTTPRequestHandler):
    server: _Service

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        wanted = "/api/v4/projects/7/jobs/artifacts/main/raw/verifier.db?job=verifier-nightly"
        found = (self.path, self.headers["JOB-TOKEN"]) == (wanted, "token-of-the-job")
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(self.server.artifact if found else b"{}")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the parent's name
        pass


@pytest.fixture
def service(stored: Path) -> Iterator[_Service]:
    with _Service(stored.read_bytes()) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def pipeline(checkout: Path, tmp_path: Path, service: _Service, policy: dict[str, str]) -> dict[str, str]:
    """What GitLab says to a job of a merge request from a fork."""
    this_verifier(tmp_path / "gate" / "env" / "bin" / "verifier")
    return policy | {
        "GATE_HOME": str(tmp_path / "gate"),
        "CI_API_V4_URL": f"http://127.0.0.1:{service.server_port}/api/v4",
        "CI_PROJECT_ID": "8",
        "CI_MERGE_REQUEST_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(checkout, "rev-parse", "origin/main"),
        "CI_DEFAULT_BRANCH": "main",
        "CI_JOB_TOKEN": "token-of-the-job",
    }


def test_gitlab_s_gate_fails_an_invented_citation_and_leaves_both_reports(
    checkout: Path, pipeline: dict[str, str]
) -> None:
    change(checkout, GOOD, INVENTED)
    (checkout / ".verifier-gate").symlink_to(checkout / "seeds")

    done = gitlab(TEMPLATE, "verifier-gate", checkout, pipeline)

    assert done.code == 1, done.said
    assert "seeds/new.md:7:10: fail CIT" in done.said
    reports = load(TEMPLATE)["verifier-gate"]["artifacts"]["reports"]
    assert '"path": "seeds/new.md"' in (checkout / reports["codequality"]).read_text()
    assert "<failure" in (checkout / reports["junit"]).read_text()
    assert git(checkout, "status", "--porcelain") == "?? .verifier-gate/"


def test_gitlab_s_gate_uses_the_last_night_and_asks_without_one(
    checkout: Path, pipeline: dict[str, str], service: _Service
) -> None:
    change(checkout, PAID)

    assert gitlab(TEMPLATE, "verifier-gate", checkout, pipeline | CUT).code == 0
    done = gitlab(TEMPLATE, "verifier-gate", checkout, pipeline | CUT | {"CI_JOB_TOKEN": "refused"})
    assert (done.code, "No stored results" in done.said) == (3, True)
    offline = pipeline | {"GATE_ARGUMENTS": "--offline --offline-ok", "CI_JOB_TOKEN": "refused"}
    assert gitlab(TEMPLATE, "verifier-gate", checkout, offline).code == 0


def test_gitlab_s_night_goes_on_from_the_last_one(checkout: Path, pipeline: dict[str, str]) -> None:
    night = pipeline | DEAF | {"CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_PROJECT_ID": ""}
    (checkout / "seeds" / "old.md").write_text(document(GOOD, PAID))

    done = gitlab(TEMPLATE, "verifier-nightly", checkout, night)

    assert done.code == 0, done.said
    for path in load(TEMPLATE)["verifier-nightly"]["artifacts"]["paths"]:
        assert (checkout / path).exists()
    assert "CIT408" in verifier(checkout, "show", PAID)[1]


def workflows() -> list[dict[str, Any]]:
    return [snippet for snippet in SNIPPETS if "jobs" in snippet]


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_guide_s_workflows_are_pinned_and_have_least_permissions() -> None:
    text = GUIDE.read_text()
    used = re.findall(r"uses: (\S+)@(\S+)(.*)", text)

    assert len(used) == sum("uses" in step for workflow in workflows() for step in steps_of(workflow))
    for action, revision, comment in used:
        if action == "OWNER/verifier/.github/actions/gate":
            assert revision == "REV"
        else:
            assert re.fullmatch(r"[0-9a-f]{40}", revision), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action
    assert "pull_request_target" not in text
    writing = {
        (name, value)
        for workflow in workflows()
        for asked in [
            workflow["permissions"],
            *(job.get("permissions", {}) for job in workflow["jobs"].values()),
        ]
        for name, value in asked.items()
        if value != "read"
    }
    assert writing == {("security-events", "write")}
    gate = next(each for each in workflows() if each["name"] == "citations")
    assert gate["permissions"] == {"contents": "read", "actions": "read"}


def test_the_guide_gives_the_action_what_it_takes() -> None:
    action = load(ACTION / "action.yml")
    rows = re.findall(r"^\| `([a-z-]+)` \| (?:`([^`]*)`)?", GUIDE.read_text(), re.MULTILINE)
    assert [name for name, _ in rows] == list(action["inputs"])
    for name, default in rows:
        assert action["inputs"][name]["default"] in ("", default)

    given = [
        step.get("with", {})
        for each in workflows()
        for step in steps_of(each)
        if "gate@" in step.get("uses", "")
    ]
    assert given
    for inputs in given:
        assert inputs.keys() <= action["inputs"].keys()
        for line in inputs.get("formats", "").splitlines():
            gate_format(line.partition("=")[0])
    assert set(re.findall(r"steps\.gate\.outputs\.([a-z-]+)", GUIDE.read_text())) <= action["outputs"].keys()


def test_the_guide_s_nightly_workflow_leaves_what_the_gate_looks_for(
    checkout: Path, tmp_path: Path, policy: dict[str, str], stored: Path
) -> None:
    night = next(each for each in workflows() if each["name"] == "nightly")
    restore, verify = [step for step in steps_of(night) if "run" in step and "pip" not in step["run"]]
    uploads = [step["with"] for step in steps_of(night) if "upload-artifact" in step.get("uses", "")]
    artifact = load(ACTION / "action.yml")["inputs"]["database-artifact"]["default"]
    this_verifier(tmp_path / "verifier" / "bin" / "verifier")
    calls = tmp_path / "calls"
    program(
        tmp_path / "bin" / "gh",
        f'echo "$@" >> "{calls}"\nif [ "$2" = list ]; then echo 4711; else cp "{stored}" verifier.db; fi',
    )
    script = tmp_path / "night.sh"
    script.write_text(restore["run"] + verify["run"])
    (checkout / "seeds" / "old.md").write_text(document(GOOD, PAID))

    done = bash(
        script,
        checkout,
        {**policy, **DEAF, **first_on_path(tmp_path / "bin"), "RUNNER_TEMP": str(tmp_path)},
        "-e",
    )

    assert done.code == 0, done.said
    assert all((checkout / upload["path"]).exists() for upload in uploads)
    assert (uploads[0]["name"], uploads[0]["path"]) == (artifact, "verifier.db")
    assert f"run download 4711 --name {artifact}" in calls.read_text()
    assert "CIT408" in verifier(checkout, "show", PAID)[1]


def test_the_guide_s_hooks_and_jobs_exist() -> None:
    assert "(.github/CI.md)" in (ROOT / "README.md").read_text()
    hooks = [hook for each in SNIPPETS if "repos" in each for repo in each["repos"] for hook in repo["hooks"]]
    assert {hook["id"] for hook in hooks} == HOOKS.keys()

    template = load(TEMPLATE)
    jobs = {name for each in SNIPPETS if "repos" not in each and "jobs" not in each for name in each}
    assert jobs - {"include", "variables"} <= template.keys()
    variables = next(each for each in SNIPPETS if "include" in each)
    assert variables["include"] == [{"local": TEMPLATE.relative_to(ROOT).as_posix()}]
    for name in variables["variables"]:
        assert name in TEMPLATE.read_text() or name.startswith("VERIFIER_")


def test_the_template_installs_as_the_action_does() -> None:
    script, action = TEMPLATE.read_text(), (ACTION / "action.yml").read_text()

    assert re.findall(r"uv==\S+", script) == re.findall(r"uv==\S+", action)
    assert not re.findall(r"python\S* (?!-I)\S*", script.replace("python:3.12", ""))
