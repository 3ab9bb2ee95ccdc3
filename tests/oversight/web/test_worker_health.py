"""The workbench tells when the worker stands still, and what it could not do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oversight.jobs import services
from oversight.jobs.models import Job
from oversight.web import clock
from tests.support.pages import text_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.any_database


def test_a_worker_that_stands_still_is_told_to_everybody(own: Bureau, signed_in: Any) -> None:
    services.begin_work(process=5, is_after_crash=False, at=clock.now() - timedelta(minutes=2))

    page = text_of(signed_in(own, "clerk").get("/office/"))

    assert "后台程序" in page
    assert "没有响应" in page
    assert "请系统管理员重启网站" in page


def test_a_worker_that_is_well_is_told_to_those_who_look_after_it(
    own: Bureau, signed_in: Any
) -> None:
    services.begin_work(process=5, is_after_crash=True, at=clock.now())

    clerk = text_of(signed_in(own, "clerk").get("/office/"))
    supervisor = text_of(signed_in(own, "supervisor").get("/office/"))

    assert "后台程序" not in clerk
    assert "意外退出过 1 次" in supervisor


def test_work_that_failed_is_told_to_those_who_look_after_it(own: Bureau, signed_in: Any) -> None:
    services.begin_work(process=5, is_after_crash=False, at=clock.now())
    Job.objects.create(
        kind="import.read",
        target=1,
        appointment=1,
        state="failed",
        problem="文件打不开",
        asked_at=clock.now(),
        ended_at=clock.now(),
    )

    page = text_of(signed_in(own, "administrator").get("/office/"))

    assert "读取导入文件没有完成" in page
    assert "文件打不开" in page
