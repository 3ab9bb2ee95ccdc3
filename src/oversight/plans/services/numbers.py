"""Numbers in the national shapes, each given once (domain 3: 14 and 18 digits)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from oversight.accounts.services import numbers as series
from oversight.common.errors import DomainError

_REGION_DIGITS = 6
_MOST = 9999


def plan_number(region: str, year: int) -> str:
    """Give the next number of a plan: region 6, year 4, sequence 4."""
    return _next(f"{_region(region)}{year:04d}")


def task_number(region: str, day: date) -> str:
    """Give the next number of a task: region 6, date 8, sequence 4."""
    return _next(f"{_region(region)}{day:%Y%m%d}")


@transaction.atomic
def _next(prefix: str) -> str:
    number = series.take(prefix)[0]
    if number > _MOST:
        raise DomainError(f"{prefix} 的顺序号已用完；请改日再编")
    return f"{prefix}{number:04d}"


def _region(region: str) -> str:
    digits = region[:_REGION_DIGITS]
    if len(digits) != _REGION_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise DomainError("本单位没有登记六位区划代码；请系统管理员在“账号与机构”中补上")
    return digits
