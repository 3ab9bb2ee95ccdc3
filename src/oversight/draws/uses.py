"""Rows of the directories that a draw stands on."""

from __future__ import annotations

from collections.abc import Collection

from mingqian import roster
from mingqian.errors import MingqianError
from oversight.common.errors import DomainError
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.registry.services import uses

_FILES = {
    uses.SUBJECT: (roster.SUBJECTS, roster.EXCLUSIONS),
    uses.INSPECTOR: (roster.INSPECTORS,),
}


def frozen(kind: str, bureau_id: int, names: Collection[str]) -> dict[str, str]:
    """Tell which rows stand in the list of a sealed draw: they take part, or may yet be called.

    Names are codes of subjects or inspectors; the answer says which draw.

    Raises:
        DomainError: the files of a draw cannot be read, so nobody knows.
    """
    wanted = set(names)
    sealed = Draw.objects.filter(bureau_id=bureau_id, sealed_at__isnull=False)
    draws_by_name: dict[str, str] = {}
    for draw in sealed.exclude(state__in=Draw.ENDED):
        draws_by_name |= dict.fromkeys(wanted & _codes(draw.number, kind), f"抽取 {draw.number}")
    return draws_by_name


def _codes(number: str, kind: str) -> set[str]:
    try:
        data = b"\n".join(folder(number).data(name) for name in _FILES[kind])
    except (MingqianError, OSError) as error:
        says = f"抽取 {number} 的文件读不了，不知道名单里有谁；请系统管理员先核对"
        raise DomainError(says) from error
    return {line.partition(",")[0] for line in data.decode().splitlines()}
