"""Units and container file, and what Django asks of a site that readers reach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")


def test_an_https_site_passes_djangos_deploy_check(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "apercu.config.command_line", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "APERCU_DATA": str(tmp_path),
            "APERCU_SITE_URL": "https://digest.example.org",
            "DJANGO_SETTINGS_MODULE": "apercu.config.settings.base",
        },
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_as_nobody_special_and_a_command_of_ours(unit: Path) -> None:
    text = unit.read_text("utf-8")
    commands = re.findall(r"^ExecStart(?:Pre)?=/opt/apercu/\.venv/bin/apercu (\w+)", text, re.MULTILINE)
    assert len(commands) == len(re.findall("^ExecStart", text, re.MULTILINE))
    assert set(commands) <= set(get_commands())
    if unit.suffix == ".service":
        assert "User=apercu" in text
        assert "NoNewPrivileges=true" in text
        assert "ProtectSystem=strict" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """With a command that is there in the place of ours: whether ours is installed is another matter."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/apercu/.venv/bin/apercu", "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
    )
    about_ours = [line for line in done.stderr.splitlines() if "apercu" in line]
    assert about_ours == []


def test_the_container_is_pinned_and_nobody_in_it_is_root() -> None:
    bases = re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"docker\.io/library/python:\d+\.\d+\.\d+-slim-\w+", bases[0])
    assert re.findall(r"^USER (\d+)$", CONTAINER, re.MULTILINE) == ["10001"]
    assert CONTAINER.index("USER 10001") < CONTAINER.index('CMD ["sh"')
    for install in re.findall(r"pip install (.*)", CONTAINER):
        assert "--no-deps" in install
        assert install.endswith(" .") or "--require-hashes" in install
    assert "HEALTHCHECK" in CONTAINER
    assert not re.search(r"ADD |curl|wget|https?://(?!127)|SECRET|PASSWORD", CONTAINER)


def test_what_the_container_copies_is_there() -> None:
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    names = [name for line in lines for name in line.split()]
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []
    let_in = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").splitlines()
    assert {f"!{name}" for name in names} <= set(let_in)
