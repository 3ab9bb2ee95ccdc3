"""Checking a site against its log, as fsck does."""

from __future__ import annotations

from django.db import connection

from oversight.audit import reconciliation, services
from oversight.audit.models import Difference, Run
from tests.support.platform_factory import NOON


def checked(*, is_whole: bool = True) -> list[str]:
    """Check, and say every difference."""
    services.publish_pending()
    for _ in reconciliation.run(is_whole=is_whole, at=NOON):
        pass
    newest = Run.objects.first()
    rows = Difference.objects.filter(state="standing")
    assert newest is not None
    assert newest.count == rows.count() or not is_whole
    return [f"{one.kind} {one.number} {one.field}: {one.logged} | {one.stored}" for one in rows]


def sql(statement: str) -> None:
    """Change the database behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount
