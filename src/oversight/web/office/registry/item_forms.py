"""Forms of the list of items."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from oversight.accounts.selectors import Actor
from oversight.registry.rules import items as rules
from oversight.registry.rules.items import Basis, Content, Point
from oversight.registry.rules.subjects import KINDS
from oversight.web.forms import CodeForm, Form, day, lines, owner_choices, split_lines

_BAR = re.compile(r"\s*[|｜]\s*")
_BASIS_HELP = (
    "一行一条，用竖线隔开：层级｜名称｜文号｜条款｜原文。"
    "例：行政法规｜《劳动保障监察条例》｜国务院令第423号｜第十一条｜"
)
_POINT_HELP = "一行一条，用竖线隔开：要点｜看什么｜什么算违反"


class ItemForm(Form):
    """What an item says."""

    code = forms.RegexField(
        r"[A-Za-z0-9._-]{2,40}",
        label="事项编码",
        error_messages={"invalid": "2 到 40 个字母、数字或 . _ -"},
    )
    owner = forms.ChoiceField(label="实施科室")
    field = forms.CharField(label="领域", max_length=40)
    name = forms.CharField(label="事项名称", max_length=120)
    category = forms.ChoiceField(label="类别", choices=[(c, c) for c in rules.CATEGORIES])
    authority = forms.CharField(label="检查主体", max_length=120)
    basis = lines("检查依据", rows=5, help_text=_BASIS_HELP)
    levels = forms.MultipleChoiceField(
        label="实施层级",
        choices=[(level, level) for level in rules.LEVELS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subject_kinds = forms.MultipleChoiceField(
        label="检查对象类型",
        choices=[(kind, kind) for kind in KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    points = lines("检查要点", rows=6, help_text=_POINT_HELP)
    standard = forms.CharField(
        label="检查标准", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    methods = forms.MultipleChoiceField(
        label="检查方式",
        choices=[(method, method) for method in rules.METHODS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    materials = lines(
        "需要的材料",
        rows=3,
        help_text="一行一样；数据共享能取得的不要写（人力资源市场暂行条例第三十六条）",
    )
    ratio_floor = forms.IntegerField(label="比例下限（‰）", required=False, min_value=0)
    ratio_ceiling = forms.IntegerField(label="比例上限（‰）", required=False, min_value=0)
    yearly_floor = forms.IntegerField(label="年频次下限", required=False, min_value=0)
    yearly_ceiling = forms.IntegerField(label="年频次上限", required=False, min_value=0)
    joint = forms.BooleanField(label="可以联合检查", required=False)
    joint_units = lines("配合部门", rows=2, help_text="一行一个")
    note = forms.CharField(label="备注", max_length=300, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(actor)  # type: ignore[attr-defined]

    def clean_basis(self) -> tuple[Basis, ...]:
        """Read the provisions, one a line."""
        return tuple(_basis(line) for line in split_lines(self.cleaned_data["basis"]))

    def clean_points(self) -> tuple[Point, ...]:
        """Read the checklist, one a line."""
        points = []
        for line in split_lines(self.cleaned_data["points"]):
            parts = [*_BAR.split(line), "", ""]
            points.append(Point(title=parts[0], look=parts[1], breach=parts[2]))
        return tuple(points)

    def content(self) -> Content:
        """Give what was typed as the content of a version."""
        typed = dict(self.cleaned_data)
        for name in ("code", "owner"):
            typed.pop(name)
        for name in ("materials", "joint_units"):
            typed[name] = split_lines(typed[name])
        for name in ("levels", "subject_kinds", "methods"):
            typed[name] = tuple(typed[name])
        return Content(**typed)


class PublishForm(CodeForm):
    """From when on, and where it was published."""

    effective_on = day("生效日期")
    url = forms.CharField(label="公布网址", max_length=300, required=False)


class CancelForm(CodeForm):
    """Why an item is cancelled."""

    reason = forms.CharField(label="取消的理由", max_length=300)


def initial_of(content: Content, code: str, owner_id: int) -> dict[str, Any]:
    """Give the form's initial values from a version."""
    initial = rules.stored(content)
    initial["basis"] = "\n".join(_basis_line(basis) for basis in content.basis)
    initial["points"] = "\n".join(f"{p.title}｜{p.look}｜{p.breach}" for p in content.points)
    for name in ("materials", "joint_units"):
        initial[name] = "\n".join(initial[name])
    return {**initial, "code": code, "owner": str(owner_id)}


def _basis(line: str) -> Basis:
    parts = [*_BAR.split(line), "", "", "", ""]
    level, title, number, article, text = parts[:5]
    if level not in rules.BASIS_LEVELS:
        known = "、".join(rules.BASIS_LEVELS)
        raise forms.ValidationError(f"“{line[:30]}”的层级应为 {known} 之一")
    if not title or not article:
        raise forms.ValidationError(f"“{line[:30]}”缺名称或条款；请照示例填写")
    return Basis(
        level=level,
        title=title,
        number=number,
        article=article,
        text=text.replace("（待核实）", ""),
        verified="待核实" not in line,
    )


def _basis_line(basis: Basis) -> str:
    text = basis.text if basis.verified else f"{basis.text}（待核实）"
    return f"{basis.level}｜{basis.title}｜{basis.number}｜{basis.article}｜{text}"
