"""The hooks for pre-commit and the action for GitHub do what they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

from clausebook.cli.main import main

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
DAMAGED = "<!-- clause:a -->\nText.\n<-- e!ndclause:a -->\n"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks(hook: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["a.md", "b.markdown", "community.toml", "source/communities/x/community.toml", "a.txt", "pyproject.toml"]
    wanted = [name for name in names if re.search(str(hook["files"]), name)]
    assert wanted == names[:4]
    monkeypatch.chdir(tmp_path)
    command, *arguments = str(hook["entry"]).split()
    assert command == "clausebook"
    given = ["a.md"] if hook.get("pass_filenames", True) else []
    (tmp_path / "a.md").write_text("Sound.\n")
    assert main([*arguments, *given]) == 0
    (tmp_path / "a.md").write_text(DAMAGED)
    assert main([*arguments, *given]) == (0 if "--fix" in arguments else 1)
    assert ((tmp_path / "a.md").read_text() == DAMAGED) == ("--fix" not in arguments)


def test_the_action_has_the_form_of_one() -> None:
    schema = files("check_jsonschema") / "builtin_schemas/vendor/github-actions.json"
    jsonschema.validate(ACTION, json.loads(schema.read_text(encoding="utf-8")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**ACTION, "runs": {"using": "composite"}}, json.loads(schema.read_text(encoding="utf-8")))


def test_no_input_of_the_action_reaches_the_shell_as_code() -> None:
    for step in ACTION["runs"]["steps"]:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step.get("uses", f"x@{'0' * 40}"))
        assert "${{" not in step.get("run", "")


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run the action's step that installs, without what Clausebook needs: that is here already."""
    temporary = tmp_path_factory.mktemp("runner")
    environment = os.environ | {
        "RUNNER_TEMP": str(temporary),
        "ACTION_PATH": str(ROOT),
        "PIP_NO_DEPS": "1",
        # That is how pip spells it: what builds is here already too.
        "PIP_NO_BUILD_ISOLATION": "false",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path.endswith("-packages")),
    }
    (install,) = [step for step in ACTION["runs"]["steps"] if step.get("name") == "Install Clausebook"]
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", install["run"]], env=environment, check=True)
    return environment


@pytest.mark.parametrize(
    ("paths", "arguments", "code", "annotations"),
    [
        ("sound.md", "", 0, 0),
        (".", "", 1, 2),
        ("sound.md\nwith space.md\n", "", 1, 1),
        (".", "--select CB6", 0, 0),
        (".", "--select CB102 --exit-zero", 0, 2),
        ("$(touch hacked).md", "", 2, 0),
        (".", "; touch hacked", 2, 2),
        ("--fix", "", 2, 0),
    ],
)
def test_the_action_checks(
    runner: dict[str, str], tmp_path: Path, paths: str, arguments: str, code: int, annotations: int
) -> None:
    (tmp_path / "sound.md").write_text("Sound.\n")
    for name in ("bad.md", "with space.md"):
        (tmp_path / name).write_text(DAMAGED)
    (check,) = [step for step in ACTION["runs"]["steps"] if step.get("name") == "Check"]
    environment = runner | {"PATHS": paths, "ARGS": arguments, "GITHUB_WORKSPACE": str(tmp_path)}
    command = ["bash", "-e", "-o", "pipefail", "-c", check["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("::error ")) == (code, annotations), done.stderr
    assert not (tmp_path / "hacked").exists()
    assert (tmp_path / "bad.md").read_text() == DAMAGED
