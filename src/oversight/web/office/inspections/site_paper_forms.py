"""Forms of the papers that the team writes: 询问笔录, 随机抽查情况记录表."""

from __future__ import annotations

from typing import Any

from django import forms

from oversight.common import moments
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import site_papers
from oversight.inspections.services.site_papers import CheckEnd, Interview
from oversight.web.forms import Form, day

_RIGHTS = (
    "已出示执法证件，告知如实回答的义务，申请回避、核对笔录和要求更正的权利；被询问人表示听清楚了。"
)
_STATEMENT = "以上笔录我看过，和我说的一样。"


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget)


def _line(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=required, help_text=help_text)


def _text(label: str, *, rows: int, help_text: str = "", initial: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        initial=initial,
    )


class InterviewForm(Form):
    """What was asked of whom."""

    place = forms.CharField(label="地点", max_length=300)
    started_at = _moment("开始时间")
    ended_at = _moment("结束时间")
    recorder = _line("记录人")
    person = _line("被询问人")
    sex = forms.ChoiceField(
        label="性别", choices=[("", "不写"), ("女", "女"), ("男", "男")], required=False
    )
    age = forms.IntegerField(label="年龄", min_value=14, max_value=120, required=False)
    identity = _line(
        "身份证件号码", required=False, help_text="只在需要时填；笔录上和数据库里都只留遮盖后的号码"
    )
    work = _line("工作单位和职务")
    phone = _line("电话", required=False, help_text="加密保存，页面上遮盖")
    rights = _text("权利义务告知", rows=2, initial=_RIGHTS)
    questions = _text("问答", rows=10, help_text="一行一句，先问后答，以“问：”“答：”开头")
    statement = forms.CharField(
        label="核对声明", max_length=300, required=False, initial=_STATEMENT
    )
    refusal = forms.CharField(label="拒绝签名的理由", max_length=300, required=False)

    def clean_questions(self) -> list[tuple[str, str]]:
        """Read questions with their answers.

        Raises:
            ValidationError: a line begins otherwise, or a question has no answer.
        """
        pairs: list[list[str]] = []
        lines = (part.strip() for part in self.cleaned_data["questions"].splitlines())
        for line in filter(None, lines):
            mark, words = line[:2].replace(":", "："), line[2:].strip()
            if mark == "问：":
                pairs.append([words])
            elif mark == "答：" and pairs and len(pairs[-1]) == 1:
                pairs[-1].append(words)
            elif pairs and mark not in {"问：", "答："}:
                pairs[-1][-1] = f"{pairs[-1][-1]}\n{line}"
            else:
                raise forms.ValidationError("请先写“问：”，下一行写“答：”，一问一答")
        if any(len(pair) == 1 or not all(pair) for pair in pairs):
            raise forms.ValidationError("每一问都要有回答；没有回答的写“答：不回答”")
        return [(pair[0], pair[1]) for pair in pairs]

    def interview(self) -> Interview:
        """Give what was typed."""
        typed = self.cleaned_data
        return Interview(**{**typed, "age": str(typed["age"] or "")})


class CheckForm(Form):
    """How a drawn check ended."""

    follow_up = forms.CharField(
        label="后续处置措施",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_closed = forms.BooleanField(label="已经完结", required=False)
    closed_on = day("完结日期", required=False)

    def end(self) -> CheckEnd:
        """Give what was typed."""
        return CheckEnd(**self.cleaned_data)


def interview_start(visit: InspectionTask, at: Any, person: str) -> dict[str, Any]:  # noqa: ANN401 - a moment
    """Give the beginning of the form: now, at the place of the visit, written by who writes it."""
    now = at.astimezone(moments.BEIJING).strftime("%Y-%m-%dT%H:%M")
    place = visit.visit_place or visit.subject.address
    return {"place": place, "started_at": now, "ended_at": now, "recorder": person}


def check_start(visit: InspectionTask) -> dict[str, Any]:
    """Give the beginning of the form: what follows by the signed record."""
    return {"follow_up": site_papers.proposed_follow_up(visit)}
