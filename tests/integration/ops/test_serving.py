"""`apercu serve` and wrong settings, as real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from apercu.config.environment import misspelt
from tests.ports import free_port
from tests.sites import APERCU, PATIENCE, answers, copy_of_a_site, environment, wait_until


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site that was set up, without the sample."""
    return copy_of_a_site(tmp_path_factory.mktemp("site"), tmp_path_factory)


@pytest.fixture
def served(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [APERCU, "serve", "--port", str(port)],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield process, port
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_it_serves_says_where_and_stops_all_it_started(served: tuple[subprocess.Popen[str], int]) -> None:
    process, port = served
    assert wait_until(lambda: answers(port))
    os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C sends: to the whole group of the terminal
    said, _ = process.communicate(timeout=PATIENCE)
    assert f"The site is at http://localhost:{port}/" in said
    assert "createsuperuser" in said
    assert "Traceback" not in said
    assert wait_until(lambda: not answers(port))
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.soak
@pytest.mark.parametrize("attempt", range(50))
def test_ctrl_c_ends_it_every_time(served: tuple[subprocess.Popen[str], int], attempt: int) -> None:
    """Signals to a group of processes race: once in four a worker went on waiting before it left Ctrl-C alone."""
    test_it_serves_says_where_and_stops_all_it_started(served)


def test_a_terminated_server_takes_its_workers_along(served: tuple[subprocess.Popen[str], int]) -> None:
    process, port = served
    assert wait_until(lambda: answers(port))
    process.terminate()
    process.communicate(timeout=PATIENCE)
    assert wait_until(lambda: not answers(port))


def refused(*arguments: str, env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [APERCU, *arguments], env=env, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    return done.returncode, done.stderr.strip()


def test_a_busy_port_is_one_sentence(data: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        status, said = refused("serve", "--port", str(busy.getsockname()[1]), env=environment(data))
    assert status == 1
    assert "is already in use" in said
    assert len(said.splitlines()) == 1


def test_a_site_that_was_not_set_up_says_what_to_do(tmp_path: Path) -> None:
    status, said = refused("serve", "--port", str(free_port()), env=environment(tmp_path))
    assert (status, said) == (1, "CommandError: The database is not ready; run `apercu setup` first.")


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        (
            "APERCU_SITE_URL",
            "digest.example.org",
            "APERCU_SITE_URL is 'digest.example.org'; it should look like",
        ),
        ("APERCU_SITE_URL", "https://example.org/digest", "without a path"),
        ("APERCU_TRUSTED_PROXIES", "127.0.0.1", "the number of your own proxies in front of the site"),
        ("APERCU_SEARCH_IN_MEMORY", "many", "the number of summaries up to which every"),
        ("APERCU_SEARCH_IN_MEMORY", "-1", "the number of summaries up to which every"),
        ("APERCU_CACHE_MB", "64MB", "the number of megabytes of pages every process keeps, such as 64, or 0"),
        ("APERCU_LOOKUP", "perhaps", "APERCU_LOOKUP is 'perhaps'; it should be on or off."),
        (
            "APERCU_PUBMED_KEY",
            "a key",
            "APERCU_PUBMED_KEY holds other signs than letters, digits, dots and dashes.",
        ),
        (
            "APERCU_OPENALEX_KEY",
            "a\nb",
            "APERCU_OPENALEX_KEY holds other signs than letters, digits, dots and dashes.",
        ),
        ("APERCU_WEB_PROCESSES", "0", "APERCU_WEB_PROCESSES is '0'; it should be a number from 1 to 99"),
        ("APERCU_LOG", "xml", "APERCU_LOG is 'xml'; it should be json or text."),
        ("APERCU_ACCESS_LOG", "yes", "APERCU_ACCESS_LOG is 'yes'; it should be on or off."),
        ("APERCU_MEANING", "perhaps", "APERCU_MEANING is 'perhaps'; it should be on or off."),
        ("APERCU_DATABASE_URL", "mysql://db/apercu", "APERCU_DATABASE_URL is wrong: it names no PostgreSQL."),
        ("APERCU_DATA", "/proc/nowhere", "APERCU_DATA names /proc/nowhere, which cannot be created"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(
    tmp_path: Path, variable: str, value: str, sentence: str
) -> None:
    status, said = refused("setup", env=environment(tmp_path, **{variable: value}))
    assert status == 2
    assert sentence in said
    assert len(said.splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql://ada:hunter2@127.0.0.1:{free_port()}/apercu"
    status, said = refused("setup", env=environment(tmp_path, APERCU_DATABASE_URL=url))
    assert status == 1
    assert said.startswith("The database cannot be reached: see that PostgreSQL runs")
    assert "(The database says: connection failed" in said
    assert len(said.splitlines()) == 1
    assert "hunter2" not in said


def test_a_misspelt_setting_is_said_with_the_one_that_was_meant() -> None:
    told = {"APERCU_SITE_ULR": "x", "APERCU_DATA": "x", "APERCU_ENTIRELY_ELSE": "x", "PATH": "x"}
    assert list(misspelt(told)) == [
        "APERCU_ENTIRELY_ELSE is no setting of Aperçu and does nothing.",
        "APERCU_SITE_ULR is no setting of Aperçu and does nothing. Did you mean APERCU_SITE_URL?",
    ]


def test_the_secret_key_is_made_once_and_nobody_else_may_read_it(data: Path) -> None:
    key = data / "secret-key"
    before = key.read_text()
    assert len(before) >= 50
    assert key.stat().st_mode & 0o077 == 0
    subprocess.run([APERCU, "check"], env=environment(data), check=True, capture_output=True)
    assert key.read_text() == before
    assert [path.name for path in data.glob("secret-key*")] == ["secret-key"]


def test_a_damaged_key_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("short")
    status, said = refused("check", env=environment(tmp_path))
    assert status == 2
    assert "holds no usable secret key" in said


@pytest.mark.soak  # on PostgreSQL the suite has it: test_several_nodes.py
def test_two_setups_at_once_take_turns(tmp_path: Path) -> None:
    command = [str(APERCU), "setup", "--no-sample"]
    both = [
        subprocess.Popen(
            command,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=3 * PATIENCE) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sorted("topics and research types were added" in out for out, _ in said) == [False, True]
