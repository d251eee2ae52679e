"""Kept pages and the site without them say the same, byte for byte."""

from __future__ import annotations

import pytest

from tests.sites import PATIENCE, copy_of_a_site, environment, told_by


@pytest.mark.parametrize(
    ("most", "addresses"),
    [
        pytest.param(1, 50, marks=pytest.mark.slow, id="one of each kind"),
        pytest.param(100_000, 800, marks=pytest.mark.soak, id="all"),
    ],
)
def test_every_page_of_the_sample_site_is_the_same_in_each_encoding_and_language(
    tmp_path_factory: pytest.TempPathFactory, most: int, addresses: int
) -> None:
    data = copy_of_a_site(tmp_path_factory.mktemp("site"), tmp_path_factory, sample=True)
    env = environment(data, APERCU_MEANING="off")
    found = told_by("tests.integration.pagecache.comparing", most, env=env, patience=PATIENCE * 5)
    assert found["differing"] == []
    assert found["addresses"] > addresses
    assert found["kinds"] > 20
    assert found["not_kept"] == ["404 /missing/"]
