"""The real sites, built once for all tests that only look at them."""

from __future__ import annotations

import pytest

from tests.site.building import ROOT, Site, build


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of all communities."""
    site = build(ROOT / "source", tmp_path_factory.mktemp("whole") / "html", ROOT)
    assert (site.code, site.errors) == (0, "")
    return site


@pytest.fixture(scope="session")
def pycon_alone(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """PyCon's guides, as PyCon would deploy them."""
    site = build(ROOT / "source/communities/pycon", tmp_path_factory.mktemp("alone") / "pycon", ROOT)
    assert (site.code, site.errors) == (0, "")
    return site
