"""Anybody who has a document's file learns whether it was issued here, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oversight.documents.models import Document
from oversight.documents.services import issuing
from tests.oversight.documents.papers import issued
from tests.support.platform_factory import NOON, Bureau

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def answer(client: Client, content: bytes, name: str = "x.pdf") -> str:
    response: Any = client.post("/papers/", {"file": SimpleUploadedFile(name, content)})
    found = re.search(r'role="status">(.*?)</div>\s*</div>', response.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", "", found.group(1) if found else response.content.decode())


def test_a_file_that_was_issued_is_known_by_its_number(own: Bureau, client: Client) -> None:
    document = issued(own)

    for content in (issuing.render_pdf(document), issuing.render_docx(document)):
        says = answer(client, content)
        assert says.startswith("是青禾区人力资源和社会保障局出具的，没有作废。")
        assert says.endswith(document.number)


def test_a_void_document_is_said_to_be_void(own: Bureau, client: Client) -> None:
    document = issued(own)
    issuing.withdraw_document(
        document_id=document.pk, reason="对象写错", actor=own.actors["approver"], at=NOON
    )

    says = answer(client, issuing.render_pdf(document))

    assert "已经作废" in says
    assert "对象写错" not in says


def test_a_changed_file_is_not_known(own: Bureau, client: Client) -> None:
    content = issuing.render_pdf(issued(own))

    assert answer(client, content + b" ").startswith("不是本网站出具的文书")
    assert "这个文件是空的" in answer(client, b"")
    assert Document.objects.count() == 1
