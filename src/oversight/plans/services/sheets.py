"""The plan as the published tables have it: one task a row (domain 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import Act
from oversight.common.errors import DomainError, FieldsError
from oversight.plans import rules, selectors
from oversight.plans.models import PlanVersion
from oversight.plans.services import tasks
from oversight.plans.services.tasks import Details
from oversight.registry.models import Item
from oversight.registry.rules.subjects import day_of

HEADINGS = (
    *(
        "计划编号",
        "年度",
        "计划名称",
        "任务编号",
        "任务名称",
        "抽查类型",
        "抽查事项",
        "检查对象范围",
    ),
    *("抽查基数", "抽查比例", "抽查数量", "抽查频次", "差异化比例", "检查方式", "发起部门"),
    *("配合部门", "开始时间", "结束时间", "抽取月份", "抽查模式", "组织/实施层级", "备注"),
    *("分层依据", "递补数"),
)
_SYNONYMS = {
    "任务名称": ("任务名称", "抽查任务名称", "抽查任务", "检查任务"),
    "抽查类型": ("抽查类型", "类型", "定向/不定向"),
    "抽查事项": ("抽查事项", "检查事项", "事项"),
    "检查对象范围": ("检查对象范围", "抽查对象范围", "检查对象", "抽查对象"),
    "抽查比例": ("抽查比例", "比例", "抽查比例（%）"),
    "差异化比例": ("差异化比例", "分类比例", "信用分类比例"),
    "抽查频次": ("抽查频次", "频次"),
    "检查方式": ("检查方式", "抽查方式", "方式"),
    "发起部门": ("发起部门", "牵头部门", "实施机构", "责任科室", "科室"),
    "配合部门": ("配合部门", "参与部门", "联合部门"),
    "开始时间": ("开始时间", "开始日期", "任务开始时间"),
    "结束时间": ("结束时间", "结束日期", "任务结束时间"),
    "抽取月份": ("抽取月份", "实施月份", "批次月份"),
    "抽查模式": ("抽查模式", "模式"),
    "组织/实施层级": ("组织/实施层级", "实施层级", "组织层级", "层级"),
    "备注": ("备注",),
    "分层依据": ("分层依据",),
    "递补数": ("递补数", "备选数"),
}
_NEEDED = ("任务名称", "抽查事项", "发起部门", "开始时间", "结束时间")
_SPLIT = re.compile(r"[、,，;；\n]+")
_RATIO = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*[%％]?")
_CLASS = re.compile(r"([ABCD]|未评)[级类]?\s*[:：]?\s*([0-9.]+)\s*[%％]?")
_ALL = {"", "全部", "名录库全部对象", "所有"}


def rows(version: PlanVersion) -> Iterator[list[str]]:
    """Write a version in the published columns."""
    plan = version.plan
    for task in version.tasks.select_related("owner", "version__plan"):
        told = tasks.shown(task)
        total = selectors.total(task) if task.bases else 0
        yield [
            *(plan.number, str(plan.year), plan.name, task.number, task.title, task.kind),
            *(told["items"], told["scope"], str(task.base or ""), told["ratio"], str(total)),
            *(told["frequency"], told["ratios"], told["methods"], task.owner.name),
            *(told["partners"], told["starts_on"], told["ends_on"], told["months"]),
            *("密封" if task.mode == rules.SEALED else "公开", task.level, task.note),
            *(told["split_by"], told["reserve"]),
        ]


@transaction.atomic
def read(
    *, actor: Actor, plan_id: int, file_name: str, table: Sequence[Sequence[str]], at: datetime
) -> int:
    """Take the tasks of a table into the draft, all or none. Gives how many.

    Raises:
        FieldsError: rows that cannot be so, each with its number and the reason.
    """
    version = tasks.draft_for(actor, plan_id)
    columns = _columns(table[0] if table else ())
    problems: list[tuple[str, str]] = []
    count = 0
    for line, cells in enumerate(table[1:], start=2):
        told = {name: cells[at_].strip() for name, at_ in columns.items() if at_ < len(cells)}
        if not any(told.values()):
            continue
        try:
            owner_id, details = _details(told, version)
            tasks.add(actor=actor, plan_id=plan_id, owner_id=owner_id, details=details, at=at)
            count += 1
        except DomainError as error:
            problems.append(("file", f"第 {line} 行：{error.problem}"))
    if problems:
        raise FieldsError(problems)
    if not count:
        raise DomainError("表里没有任务；请核对工作表", field="file")
    plan = version.plan
    act = Act(
        type="plan.tasks-imported",
        kind="plan",
        number=plan.number,
        title=plan.name,
        public={"count": count},
        private={"file_name": file_name},
    )
    audit.record(act, by=actor.author, at=at)
    return count


def _columns(headings: Sequence[str]) -> dict[str, int]:
    known = {word: name for name, words in _SYNONYMS.items() for word in words}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = known.get(heading.strip())
        if name and name not in found:
            found[name] = place
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise DomainError(f"表头里没有“{'”“'.join(missing)}”；请照导出的表填写", field="file")
    return found


def _details(told: Mapping[str, str], version: PlanVersion) -> tuple[int, Details]:
    names = {name: key for key, name in selectors.section_names(version.plan.bureau_id).items()}
    owner = told["发起部门"]
    if owner not in names:
        raise DomainError(f"发起部门“{owner}”不是本局的科室")
    starts_on, ends_on = day_of(told["开始时间"]), day_of(told["结束时间"])
    if starts_on is None or ends_on is None:
        raise DomainError("看不懂的日期；请写作 2026-03-01")
    scope = _scope(told.get("检查对象范围", ""), names)
    ratios = _ratios(told.get("差异化比例", ""))
    return names[owner], Details(
        title=told["任务名称"],
        kind=told.get("抽查类型") or (rules.DIRECTED if scope else rules.UNDIRECTED),
        items=_items(told["抽查事项"], version.plan.bureau_id),
        months=_months(told.get("抽取月份", ""), starts_on),
        starts_on=starts_on,
        ends_on=ends_on,
        scope=scope,
        ratio_by=_ratio_by(ratios),
        split_by={title: code for code, title in rules.SPLITS}.get(told.get("分层依据", ""), ""),
        ratio=0 if ratios else _permyriad(told.get("抽查比例", "")),
        ratios=ratios,
        frequency=int(told.get("抽查频次") or 1) if (told.get("抽查频次") or "1").isdigit() else 1,
        methods=_SPLIT.split(told.get("检查方式") or "现场"),
        partners=_partners(told.get("配合部门", ""), names),
        mode=rules.SEALED if "密" in told.get("抽查模式", "") else rules.OPEN,
        level=told.get("组织/实施层级") or "县",
        reserve=int(told["递补数"]) if told.get("递补数", "").isdigit() else 0,
        note=told.get("备注", ""),
    )


def _items(text: str, bureau_id: int) -> list[str]:
    known: dict[str, str] = {}
    for code, name in Item.objects.filter(bureau_id=bureau_id).values_list("code", "name"):
        known |= {code: code, name: code}
    found = []
    for word in filter(None, map(str.strip, _SPLIT.split(text))):
        if word not in known:
            raise DomainError(f"抽查事项“{word}”不在清单里；请写事项编码或完整名称")
        found.append(known[word])
    return found


def _scope(text: str, names: Mapping[str, int]) -> dict[str, list[Any]]:
    if text in _ALL:
        return {}
    titles = {title: name for name, title in rules.SCOPES.items()}
    found: dict[str, list[Any]] = {}
    for part in re.split("[；;]", text):
        title, _, values = part.partition("：")
        name = titles.get(title.strip())
        if name is None or not values:
            known = "、".join(titles)
            raise DomainError(f"看不懂的范围“{part}”；请写作“行业：建筑业、制造业”，可用 {known}")
        told = [value for value in _SPLIT.split(values) if value]
        found[name] = [names[v] for v in told if v in names] if name == "owners" else told
    return found


def _ratios(text: str) -> dict[str, int]:
    return {code: _permyriad(value) for code, value in _CLASS.findall(text)}


def _ratio_by(ratios: Mapping[str, int]) -> str:
    if not ratios:
        return ""
    return "risk" if "D" in ratios else "grade"


def _permyriad(text: str) -> int:
    match = _RATIO.fullmatch(text)
    if match is None:
        raise DomainError(f"看不懂的抽查比例“{text}”；请写作 5%")
    whole, _, part = match.group(1).partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _months(text: str, starts_on: date) -> list[int]:
    found = [int(one) for one in re.findall("[0-9]{1,2}", text)]
    return found or [starts_on.month]


def _partners(text: str, names: Mapping[str, int]) -> list[dict[str, int]]:
    found = []
    for word in filter(None, map(str.strip, _SPLIT.split(text))):
        match = re.fullmatch(r"(.+?)\s*([0-9]+)?\s*人?", word)
        name = match.group(1) if match else word
        if name not in names:
            raise DomainError(f"配合部门“{name}”不是本局的科室")
        found.append({"owner": names[name], "people": int((match and match.group(2)) or 1)})
    return found
