"""An approved finding leads on: its page and that of its visit begin a case with what it says."""

from __future__ import annotations

from typing import Any

import pytest

from oversight.results import selectors as results
from tests.oversight.inspections import record_visits as visits
from tests.oversight.results import approvals
from tests.oversight.web.furnishing import client_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


def test_an_approved_finding_fills_the_form_of_a_case(own: Bureau) -> None:
    row = approvals.with_breach(own)
    client = client_of(own, "clerk")
    address = f"/office/visits/{row.visit_id}/case/?result={row.pk}"
    assert client.get(address).status_code == 404

    approvals.accept(own, row)

    content = results.approved_of(row.visit)[row.result_id]
    form = client.get(address).content.decode()
    assert content.finding in form
    assert f'<option value="{content.kinds[0]}" selected>' in form
    assert address in client.get(f"/office/results/{row.pk}/").content.decode()
    assert address in client.get(f"/office/visits/{row.visit_id}/").content.decode()
