"""The directory of inspectors as a file: who may be sent, who not and why, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mingqian import canonical
from mingqian.errors import FormatError
from mingqian.roster import Inspector
from mingqian_cli import problems
from mingqian_cli.error_words import OWN, problem_of
from mingqian_cli.problems import Problem
from mingqian_tables import amounts, columns, dates, uscc
from mingqian_tables.normalisation import folded, plain_line
from mingqian_tables.table import Row, Sheet

MOST = 999_999
_BETWEEN = re.compile(r"[\s、,，;；/／|｜]+")
_ON_DUTY = {"", "在岗", "在职", "正常", "在岗在职", "在职在岗", "在编在岗", "在编在职"}
_OFF_DUTY = {
    *("离岗", "请假", "休假", "病假", "产假", "事假", "调离", "已调离", "调出", "已调出", "退休"),
    *("已退休", "辞职", "离职", "已离职", "借调", "挂职", "停职", "抽调", "待岗", "公务", "出差"),
    *("学习", "培训", "驻村", "不在岗", "内退", "去世"),
}
_STAFF = {
    *("", "是", "在编", "行政", "行政编制", "事业", "事业编制", "参公", "参公编制", "参公事业"),
    *("行政编", "事业编", "参公编", "参照公务员管理", "参照公务员法管理"),
    *("公务员", "公务员编制", "参照公务员", "参公管理", "在编在职", "在编在岗"),
}
_OUTSIDE = {
    *("否", "编外", "劳务派遣", "合同制", "合同工", "临时", "临时工", "聘用", "聘用制", "辅助"),
    *("协管", "协管员", "公益性岗位", "外聘", "非在编", "不在编", "实习"),
}
_FOR_EVER = {"长期", "长期有效", "永久", "永久有效", "无固定期限"}


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who may be sent, everybody's name, and why the others may not be sent.

    The records of the file are those who may be sent, those left out, and those refused.
    """

    sheet: Sheet
    inspectors: Sequence[Inspector]
    names: Mapping[str, str]
    left_out: Sequence[tuple[str, str]]
    problems: Sequence[Problem]
    pools: AbstractSet[str]

    @property
    def refused(self) -> int:
        """Count the records that could not be used at all."""
        return self.sheet.read_rows - len(self.inspectors) - len(self.left_out)


def read_inspectors(sheet: Sheet, *, pools: AbstractSet[str], on: str, limit: int) -> People:
    """Read the inspectors who can serve one of the pools on a day (``2023-08-23``).

    ``limit`` is the most tasks of those for whom the file says nothing.

    Raises:
        TableError: a column is missing or twice there.
    """
    places = columns.find(sheet, columns.INSPECTOR, required=("code", "name", "pools"))
    columns.require_no_count(sheet, places["code"], columns.INSPECTOR["code"][0])
    reading = _Reading(sheet, places, pools, on, limit)
    for row in sheet.rows:
        reading.take(row)
    all_problems = [*problems.unread(sheet), *reading.problems]
    return People(
        sheet=sheet,
        inspectors=reading.inspectors,
        names=reading.names,
        left_out=reading.left_out,
        problems=sorted(all_problems, key=lambda problem: problem.row),
        pools=reading.pools,
    )


class _Reading:
    """Takes the rows one after the other; remembers the numbers it has seen."""

    def __init__(
        self,
        sheet: Sheet,
        places: Mapping[str, int],
        pools: AbstractSet[str],
        on: str,
        limit: int,
    ) -> None:
        self.inspectors: list[Inspector] = []
        self.names: dict[str, str] = {}
        self.left_out: list[tuple[str, str]] = []
        self.problems: list[Problem] = []
        self.pools: set[str] = set()
        self._sheet, self._places, self._on, self._limit = sheet, places, on, limit
        self._wanted = {folded(pool): pool for pool in sorted(pools)}
        self._seen: dict[str, int] = {}

    def take(self, row: Row) -> None:
        """Take a row, leave it out for a reason, or refuse it as not understood."""
        code = uscc.normalized(self._cell(row, "code"))
        name = plain_line(self._cell(row, "name"))
        wrong = self._code_problem(code, row)
        if wrong:
            self._problem(row, "code", wrong)
            return
        self._seen[code] = row.number
        if not name:
            self._problem(row, "name", "没有姓名")
            return
        try:
            reason, own, numbers = self._unfit(row), self._own(row), self._numbers(row)
        except _WordError as error:
            self._problem(row, error.meaning, problem_of(error))
            return
        self.names[code] = name
        reason = reason or ("" if own else "不在本次需要的人员组")
        if reason:
            self.left_out.append((code, reason))
        else:
            self.inspectors.append(Inspector(code, own, *numbers))

    def _code_problem(self, code: str, row: Row) -> str:
        if uscc.is_identity(code):
            return "像是身份证号；人员编号请用执法证号，不要用身份证号"
        if not canonical.is_code(code):
            return "人员编号应为字母、数字或 ._-"
        if code in self._seen:
            return f"人员编号与第 {self._seen[code]} 行重复"
        try:
            amounts.code(self._cell(row, "code"), row.kind(self._places["code"]))
        except FormatError as error:
            return problem_of(error)
        return ""

    def _own(self, row: Row) -> tuple[str, ...]:
        words = [word for word in _BETWEEN.split(self._cell(row, "pools")) if word]
        own = {self._wanted[folded(word)] for word in words if folded(word) in self._wanted}
        self.pools |= own | set(words)
        return tuple(sorted(own))

    def _unfit(self, row: Row) -> str:
        staff, state = (folded(self._cell(row, meaning)) for meaning in ("staff", "state"))
        if staff not in _STAFF | _OUTSIDE:
            raise _WordError("staff", f"看不懂的编制“{staff}”；请写行政、事业、参公或编外")
        if state not in _ON_DUTY | _OFF_DUTY:
            raise _WordError("state", f"看不懂的状态“{state}”；请写在岗或离岗")
        until = self._until(row)
        if until is not None and until < self._on:
            return f"证件已于 {until} 到期"
        if staff in _OUTSIDE:
            return f"编制为“{self._cell(row, 'staff')}”，不是在编人员"
        return f"状态为“{self._cell(row, 'state')}”" if state in _OFF_DUTY else ""

    def _until(self, row: Row) -> str | None:
        text = self._cell(row, "expires")
        if not text or folded(text) in _FOR_EVER:
            return None
        try:
            return dates.day(text).isoformat()
        except FormatError as error:
            raise _WordError("expires", problem_of(error)) from None

    def _numbers(self, row: Row) -> tuple[int, int]:
        load = self._number(row, "load", 0)
        return load, self._number(row, "limit", self._limit)

    def _number(self, row: Row, meaning: str, usual: int) -> int:
        text = self._cell(row, meaning)
        if not text:
            return usual
        try:
            number = amounts.count(text)
        except FormatError:
            number = MOST + 1
        if number > MOST:
            raise _WordError(meaning, "应为 0 到 999999 的整数")
        return number

    def _cell(self, row: Row, meaning: str) -> str:
        return row.cell(self._places.get(meaning, -1))

    def _problem(self, row: Row, meaning: str, reason: str) -> None:
        place = self._places.get(meaning, -1)
        self.problems.append(problems.at(self._sheet, row, place, reason))


class _WordError(FormatError):
    """A word of a row that is not understood."""

    def __init__(self, meaning: str, problem: str) -> None:
        super().__init__(OWN, problem=problem)
        self.meaning = meaning
