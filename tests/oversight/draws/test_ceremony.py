"""A draw on the platform, from the frozen directory to evidence that anybody verifies."""

from __future__ import annotations

import pytest

from mingqian import verify
from mingqian.verify.report import Outcome
from mingqian_ceremony import zip_archive
from mingqian_crypto import default_crypto
from oversight.draws.services import bundles
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


def test_an_open_draw_goes_the_whole_way_and_verifies(own: Bureau) -> None:
    draw = draw_factory.whole(own)

    assert draw.state == "published"
    assert draw.visits.count() == 6  # 15 % of 40
    found = zip_archive.read(bundles.evidence(draw))
    told = verify.verify(found, crypto=default_crypto())
    assert told.of(Outcome.FAILED) == []
