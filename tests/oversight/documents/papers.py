"""Documents of the tests' bureau, issued with the examples of their types."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from oversight.documents.models import Document
from oversight.documents.rules.types import TYPES
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from tests.support.platform_factory import NOON, Bureau

ABOUT = About(kind="visit", key="990107202602100001-1/3", words="青禾区瑞丰餐饮服务有限公司")


def issued(
    bureau: Bureau, type_code: str = "notice", who: str = "clerk", **values: Any
) -> Document:
    """Issue a document of a type; ``values`` replace those of its example."""
    return issuing.issue_document(
        type_code=type_code,
        organisation=bureau.organisation,
        data={**TYPES[type_code].example, **values},
        about=ABOUT,
        actor=bureau.actors[who],
        at=NOON + timedelta(microseconds=123456),
    )
