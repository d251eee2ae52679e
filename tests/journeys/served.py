"""The sample site as a person gets it: set up, served by the real server, static files compressed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.sites import APERCU, answers, copy_of_a_site, environment, wait_until


@contextmanager
def sample_site(folder: Path, factory: pytest.TempPathFactory) -> Iterator[str]:
    """Set a site with the sample digest up in this folder, serve it, and give its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = environment(folder, APERCU_SITE_URL=address)
    copy_of_a_site(folder, factory, sample=True)
    process = subprocess.Popen(
        [APERCU, "serve", "--port", str(port)],
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert wait_until(lambda: answers(port)), "The sample site did not answer."
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
