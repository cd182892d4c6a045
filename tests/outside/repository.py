#!/usr/bin/env python3
"""Runs the pre-commit hook, the GitHub Action and the GitLab job of this repository, as far as that goes offline.

    pip install pre-commit check-jsonschema
    cargo build && python3 tests/outside/repository.py target/debug/diligence

Each file must be valid for its reader, and each of its commands must run on a small repository: with status 1 while a
record has something open, and with status 0 once nothing is. Exit status 1 when something differs.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
TOOLS = pathlib.Path(sys.executable).parent

# A stand-in for cargo that hands out the program that is built already, where the action installs it.
CARGO = """#!/usr/bin/env bash
set -eu
[ "$1" = install ]
while [ $# -gt 0 ]; do
    case "$1" in
        --path) [ -f "$2/Cargo.toml" ]; shift ;;
        --root) mkdir -p "$2/bin"; cp "$DILIGENCE" "$2/bin/diligence"; shift ;;
    esac
    shift
done
"""


def run(command, folder, status=0, **variables):
    environment = {**os.environ, "PATH": f"{folder / 'tools'}:{os.environ['PATH']}", "DILIGENCE": str(PROGRAM), **variables}
    done = subprocess.run(command, cwd=folder / "repository", env=environment, capture_output=True, text=True)
    assert done.returncode == status, (command, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + done.stderr


def git(folder, *args):
    run(["git", "-c", "user.name=Test", "-c", "user.email=test@example.invalid", *args], folder)


def sample(folder):
    """A repository with a record in which something is open, and the program and a stand-in for cargo on the path."""
    (folder / "tools").mkdir()
    (folder / "tools/cargo").write_text(CARGO)
    (folder / "tools/cargo").chmod(0o755)
    shutil.copy(PROGRAM, folder / "tools/diligence")
    record = folder / "repository/lockers $(touch bad) 'x'"
    record.mkdir(parents=True)
    shutil.copy(HERE / "tests/records/two-facts/procurement.toml", record)
    second = folder / "repository/second"
    second.mkdir()
    text = (record / "procurement.toml").read_text()
    (second / "procurement.toml").write_text(text.replace('"agreement.docx"', '"plan.md"'))
    (second / "plan.md").write_text("# Plan\n")
    git(folder, "init", "--quiet")


def check_hook(folder):
    subprocess.run([TOOLS / "pre-commit", "validate-manifest", HERE / ".pre-commit-hooks.yaml"], check=True)
    named, changed = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text())
    check_changed_hook(folder, changed)
    use_hook(folder, named)
    (folder / "repository/notes.toml").write_text("x = 1\n")
    git(folder, "add", ".")
    says = run([TOOLS / "pre-commit", "run", "--all-files"], folder, 1)
    assert "exit code: 1" in says and "procurement.toml" in says and "notes.toml" not in says, says
    git(folder, "rm", "--quiet", "--cached", "-r", "lockers $(touch bad) 'x'", "second")
    says = run([TOOLS / "pre-commit", "run", "--all-files"], folder)
    assert "no files to check" in says, says


def use_hook(folder, hook):
    # Building with Rust needs a registry; everything else of the hook is taken as it stands.
    local = {"repos": [{"repo": "local", "hooks": [{**hook, "language": "system"}]}]}
    (folder / "repository/.pre-commit-config.yaml").write_text(yaml.safe_dump(local))


def check_changed_hook(folder, hook):
    """The hook that looks at what changed checks a record of which only the evidence is in the commit."""
    repository = folder / "repository"
    use_hook(folder, hook)
    git(folder, "add", ".")
    assert "2 of 2 records changed" in run([TOOLS / "pre-commit", "run"], folder, 1), "the first commit"
    # What was open before is let pass, so that the hook has nothing to say of it.
    git(folder, "commit", "--quiet", "--no-verify", "--message", "Sample")
    assert "Passed" in run([TOOLS / "pre-commit", "run"], folder)
    (repository / "second/plan.md").write_text("# Plan\n\nAnother.\n")
    git(folder, "add", ".")
    says = run([TOOLS / "pre-commit", "run"], folder, 1)
    assert "1 of 2 records changed" in says and "second/procurement.toml" in says, says
    git(folder, "rm", "--quiet", "--force", "-r", "lockers $(touch bad) 'x'", "second")
    assert "Passed" in run([TOOLS / "pre-commit", "run"], folder), "the last record is deleted"
    git(folder, "reset", "--quiet", "--hard")


def schema(name, file):
    subprocess.run([TOOLS / "check-jsonschema", "--builtin-schema", name, file], check=True, stdout=subprocess.DEVNULL)


def check_action(folder):
    schema("vendor.github-actions", HERE / "action.yml")
    action = yaml.safe_load((HERE / "action.yml").read_text())
    build, check, upload = action["runs"]["steps"]
    written = f"steps.{check['id']}.outputs.sarif-written == 'true'"
    assert upload["if"] == f"always() && inputs.upload == 'true' && {written}"
    assert action["inputs"]["upload"]["default"] == "false"
    for step in (build, check):
        assert "${{" not in step["run"], "an input must not become a part of a command"
    temporary, summary, outputs = folder / "temporary", folder / "summary.md", folder / "outputs"
    temporary.mkdir()
    runner = {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_ACTION_PATH": str(HERE),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(outputs),
    }
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
    run([*bash, build["run"]], folder, **runner)

    def checked(status, written=True, **inputs):
        known = {name: setting["default"] for name, setting in action["inputs"].items()} | inputs
        variables = {}
        for name, value in check["env"].items():
            source = value.removeprefix("${{ inputs.").removesuffix(" }}")
            variables[name] = known[source]
        outputs.unlink(missing_ok=True)
        before = summary.read_text() if summary.exists() else ""
        says = run([*bash, check["run"]], folder, status, **runner, **variables)
        told = summary.read_text().removeprefix(before) if summary.exists() else ""
        assert bool(told) == written, "a summary is there just where there is an outcome"
        assert outputs.exists() == written and (not written or outputs.read_text() == "sarif-written=true\n")
        return says

    says = checked(1)
    assert says.startswith("::error file=lockers "), says[:200]
    log = json.loads((folder / "repository/diligence.sarif").read_text())
    assert log["runs"][0]["results"] and "### Next for" in summary.read_text()
    checked(0, **{"fail-on": "never"}, paths="\n  lockers $(touch bad) 'x' \r\n\t\r\nsecond\r\n\n")
    checked(2, **{"fail-on": "never"}, paths="lockers $(touch bad) 'x'\nnowhere $(touch bad)")
    assert "could not be read" in summary.read_text()
    checked(0, sarif="other $(touch bad).txt", **{"fail-on": "never"})
    assert json.loads((folder / "repository/other $(touch bad).txt").read_text())["version"] == "2.1.0"
    never = {"fail-on": "never"}
    shutil.copytree(HERE / "tests/fixtures/trace-pack", folder / "repository/own $(touch bad)")
    checked(0, **never, gate="planning", pack="\r\nown $(touch bad) \r\n", **{"changed-since": "HEAD"})
    assert "trace-pack" in summary.read_text(), "the pack is used"
    baseline = "known $(touch bad).toml"
    run([PROGRAM, "check", "--quiet", "--write-baseline", baseline], folder)
    checked(0, baseline=baseline)
    says = checked(1, sarif="no/such $(touch bad)/x.sarif")
    assert says.startswith("::error file="), "annotations, although the folder for SARIF was not there"
    assert json.loads((folder / "repository/no/such $(touch bad)/x.sarif").read_text())["version"] == "2.1.0"
    # What a run reads, and what a person wrote, stays as it is.
    (folder / "repository/notes.md").write_text("# Mine\n")
    for kept, why in (
        ("second/procurement.toml", "is a record of this run"),
        ("second/plan.md", "is not what this program last wrote"),
        ("notes.md", "is not what this program last wrote"),
        ("notes.md/x.sarif", "could not be written"),
    ):
        before = {name: (folder / "repository" / name).read_text() for name in ("second/procurement.toml", "notes.md")}
        says = checked(2, written=False, sarif=kept)
        assert why in says, says
        assert before == {name: (folder / "repository" / name).read_text() for name in before}, kept
    # Each is taken for a value, whatever it looks like, and what stands there from before is not uploaded.
    for odd in ({"gate": "--quiet"}, {"baseline": "--quiet"}, {"pack": "-q"}, {"changed-since": "-x"}, {"fail-on": "-q"}):
        assert "error" in checked(2, written=False, **odd), odd
    assert "error" in checked(2, paths="--version")
    assert not (folder / "repository/bad").exists(), "text of an input was run as a command"


def check_job(folder):
    schema("vendor.gitlab-ci", HERE / "ci/gitlab.yml")
    job = yaml.safe_load((HERE / "ci/gitlab.yml").read_text())["diligence"]
    script = "\n".join(job["script"])
    run(["bash", "-eo", "pipefail", "-c", script], folder, 1)
    reports = job["artifacts"]["reports"]
    written = [folder / "repository" / name for name in (*reports.values(), *job["artifacts"]["paths"])]
    assert len(written) == 3 and all(file.stat().st_size > 1000 for file in written)
    assert isinstance(json.loads(written[0].read_text()), list)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        sample(folder)
        check_action(folder)
        check_job(folder)
        check_hook(folder)
        print("the hook, the action and the job run")


main()
