"""Workers killed at random moments beside a server that misbehaves: everybody once, nobody twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import copy_of_a_site, environment, told_by

MODULE = "tests.integration.mailing.killing_workers"


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_a_site(tmp_path / "site", tmp_path_factory)


def killed(site: Path, *, recipients: int, kills: int, workers: int, seed: int = 7) -> dict[str, int]:
    asked = {"recipients": recipients, "kills": kills, "workers": workers, "seed": seed}
    arguments = [word for name, value in asked.items() for word in (f"--{name}", value)]
    env = environment(site, DJANGO_SETTINGS_MODULE="apercu.config.settings.base")
    told: dict[str, int] = told_by(MODULE, site, *arguments, env=env, patience=600)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.soak), 3])
def test_killed_at_some_moments_everybody_gets_it_once_and_nobody_twice(site: Path, workers: int) -> None:
    told = killed(site, recipients=150, kills=6, workers=workers)
    assert told["sent"] > 100
    assert told["killed"] == 6 * workers


@pytest.mark.soak
@pytest.mark.parametrize("workers", [1, 3])
def test_killed_at_fifty_moments_everybody_gets_it_once_and_nobody_twice(site: Path, workers: int) -> None:
    told = killed(site, recipients=2000, kills=50, workers=workers)
    assert told["sent"] > 1700
    assert told["killed"] == 50 * workers
