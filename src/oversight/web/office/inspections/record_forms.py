"""Forms in which a record from the spot is typed from paper, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from oversight.files import rules as file_rules
from oversight.inspections.models import ItemResult
from oversight.inspections.rules.codes import (
    CheckMethod,
    Disposition,
    FindingKind,
    Path,
    PointState,
    ResultCode,
)
from oversight.inspections.rules.contents import Record
from oversight.registry.rules import items as item_rules
from oversight.web.forms import Form, day, lines
from oversight.web.office.inspections.record_values import call, local, plain, shown, written

PAPER_KINDS = frozenset({file_rules.JPEG, file_rules.PNG, file_rules.WEBP, file_rules.PDF})
_OPEN = [("", "没有答")]
_NO_PATH = [("", "能够检查")]


class PartForm(Form):
    """A part of a record; ``base`` is the version that it was shown with."""

    base = forms.IntegerField(widget=forms.HiddenInput)

    def show_problems(self, problems: Iterable[tuple[str, str]], prefix: str) -> bool:
        """Put what the rules say at the fields of this part; tell whether there was anything."""
        fitting = [(name, text) for name, text in problems if self._name(name, prefix)]
        for name, text in fitting:
            self.add_error(self._name(name, prefix), text)
        return bool(fitting)

    def _name(self, name: str, prefix: str) -> str:
        """Give the field of this form that a field of the record is in; empty if in none."""
        own = name.removeprefix(prefix).replace(".", "_") if name.startswith(prefix) else ""
        return own if own in self.fields else ""


def moment(label: str, *, help_text: str = "") -> forms.DateTimeField:
    """Make a field for a moment in China."""
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "看不懂的时间；请在日历上选，例如 2026-04-07 09:05"},
    )


def _several(label: str, choices: Any) -> forms.MultipleChoiceField:  # noqa: ANN401 - Django's own
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


def _line(label: str, *, help_text: str = "", most: int = 200) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text)


class ItemForm(PartForm):
    """The answers to the points of an item, and what follows."""

    finding = lines("发现的问题", rows=3, help_text="写事实，不写结论；没有不合格的不写")
    provision = lines("违反哪一条", rows=2)
    kinds = forms.MultipleChoiceField(
        label="问题分类", required=False, choices=FindingKind.choices()
    )
    disposition = _several("后续处置", Disposition.choices())
    methods = _several("核查方式", CheckMethod.choices())

    def __init__(self, result: ItemResult, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        content = item_rules.read(result.version.content)
        self.titles = [point.title for point in content.points] or [content.name]
        for n, title in enumerate(self.titles, start=1):
            self.fields[str(n)] = forms.ChoiceField(
                label=f"{n}. {title}", required=False, choices=[*_OPEN, *PointState.choices()]
            )
            self.fields[f"why_{n}"] = _line("说明", help_text="未检查、合理缺项的写理由")
        points = [name for name in self.fields if name.removeprefix("why_").isdigit()]
        self.order_fields([*points, *self.fields])

    @property
    def answer(self) -> dict[str, Any]:
        """Give the item's answer as the record has it."""
        typed = self.cleaned_data
        points = [
            {"n": n, "answer": typed[str(n)], "why": typed[f"why_{n}"]}
            for n in range(1, len(self.titles) + 1)
        ]
        same = ("finding", "provision", "kinds", "disposition", "methods")
        return {"points": points, **{name: typed[name] for name in same}}


def answer_start(record: Record, code: str) -> dict[str, Any]:
    """Give what the form of an item shows of a record."""
    answer = record.answers.get(code)
    if answer is None:
        return {}
    points: dict[str, Any] = {}
    for point in answer.points:
        points |= {str(point.n): point.answer, f"why_{point.n}": point.why}
    same = ("finding", "provision", "kinds", "disposition", "methods")
    return {**points, **{name: getattr(answer, name) for name in same}}


class MinutesForm(PartForm):
    """What the minutes say beside the items."""

    place = _line("检查地点", most=300)
    person_name = _line("现场负责人", help_text="不必是法定代表人")
    person_post = _line("职务")
    person_identity = _line("身份", help_text="例如：现场负责人、受托人")
    start = moment("开始时间")
    end = moment("结束时间")
    shown_at = moment("出示执法证件的时间")
    recusal_told = forms.BooleanField(label="已告知可以申请回避", required=False)
    recusal_answer = _line("对方的回答", help_text="例如：不申请回避")
    facts = lines("现场情况", help_text="看到什么、问到什么，不写结论")
    statement = lines("当事人意见", rows=2)
    changes = lines("改动的确认", rows=2)
    device = _line("录音录像设备", help_text="没有录音录像的不写")
    recorded_from = moment("录音录像开始")
    recorded_to = moment("录音录像结束")

    @property
    def part(self) -> dict[str, Any]:
        """Give minutes and recordings as the record has them."""
        typed = self.cleaned_data
        texts = ("place", "recusal_told", "recusal_answer", "facts", "statement", "changes")
        person = {name: typed[f"person_{name}"] for name in ("name", "post", "identity")}
        times = {name: written(typed[name]) for name in ("start", "end", "shown_at")}
        recording = {
            "device": typed["device"],
            "start": written(typed["recorded_from"]),
            "end": written(typed["recorded_to"]),
        }
        return {
            "minutes": {**{name: typed[name] for name in texts}, **times, "person": person},
            "recordings": [recording] if any(recording.values()) else [],
        }


def minutes_start(record: Record) -> dict[str, Any]:
    """Give what the form of the minutes shows of a record."""
    minutes = record.minutes
    start: dict[str, Any] = {
        "person_name": minutes.person,
        "person_post": minutes.post,
        "person_identity": minutes.identity,
        "recusal_told": minutes.is_recusal_told,
    }
    texts = ("place", "start", "end", "shown_at", "recusal_answer", "facts", "statement", "changes")
    start |= {name: getattr(minutes, name) for name in texts}
    if record.recordings:
        first = record.recordings[0]
        start |= {"device": first.device, "recorded_from": first.start, "recorded_to": first.end}
    return start


class OutcomeForm(PartForm):
    """The result of the whole visit, or why nothing could be inspected."""

    codes = _several("检查结果", ResultCode.choices())
    order_number = _line("责令改正：文号")
    order_due = day("责令改正：期限", required=False)
    order_cured = forms.BooleanField(label="当场已经改正（要有照片）", required=False)
    path = forms.ChoiceField(
        label="未能检查的情形",
        required=False,
        choices=[*_NO_PATH, *((path.value, path.label) for path in Path if path.value)],
    )
    calls = lines(
        "无法联系：打过的电话",
        rows=3,
        help_text="一行一个：号码，时间，结果；时间写作 2026-04-07 09:20",
    )
    neighbour = _line("无法联系：物业或邻居的说明")
    neighbour_name = _line("无法联系：说明的人")
    second_visit = moment("无法联系：第二次去的时间")
    dormant_attempt = _line("无法联系：登记歇业的，按文书送达地址联系的结果")
    moved_to = _line("无法联系：查明在辖区以外经营的地址；在辖区内的请到那里接着查")
    basis_read = forms.BooleanField(label="不配合：已宣读依据", required=False)
    consequence_read = forms.BooleanField(label="不配合：已宣读后果", required=False)
    refused_at = moment("不配合：拒绝的时间")
    words = _line("不配合：对方的原话")
    name = _line("不配合：对方姓名")
    witness = _line("不配合：见证人")
    police = _line("不配合：报警情况")
    statement = _line("关闭停业、未开展：说明")
    speaker = _line("关闭停业、未开展：说明的人")
    status = forms.ChoiceField(
        label="登记状态",
        required=False,
        choices=[("", "存续"), *((c.value, c.label) for c in ResultCode if len(c.value) == 2)],  # noqa: PLR2004 - ZX, DX, CX, QC
    )
    as_of = day("登记状态：查询日期", required=False)
    source = _line("登记状态：查询的来源")

    @property
    def part(self) -> dict[str, Any]:
        """Give the result as the record has it; facts of another path are left out."""
        typed = self.cleaned_data
        facts = {name: plain(typed[name]) for name in _PATH_FIELDS.get(typed["path"], ())}
        if "calls" in facts:
            facts["calls"] = [call(row) for row in typed["calls"].splitlines() if row.strip()]
        order = {
            "number": typed["order_number"],
            "due": str(typed["order_due"] or ""),
            "cured": typed["order_cured"],
        }
        result = {"codes": typed["codes"], "order": order, "path": typed["path"]}
        return {"result": {**result, "path_facts": facts}}


_PATH_FIELDS: Mapping[str, tuple[str, ...]] = {
    Path.UNREACHABLE: (
        "calls",
        "neighbour",
        "neighbour_name",
        "second_visit",
        "dormant_attempt",
        "moved_to",
    ),
    Path.UNCOOPERATIVE: (
        *("basis_read", "consequence_read", "refused_at", "words", "name", "witness", "police"),
    ),
    Path.CLOSED: ("statement", "speaker"),
    Path.NO_BUSINESS: ("statement", "speaker"),
    Path.DEREGISTERED: ("status", "as_of", "source"),
}


def outcome_start(record: Record) -> dict[str, Any]:
    """Give what the form of the result shows of a record."""
    calls = [
        "，".join((str(row.get("number", "")), local(row.get("at")), str(row.get("result", ""))))
        for row in record.path_facts.get("calls", ())
        if isinstance(row, Mapping)
    ]
    return {
        **{name: shown(value) for name, value in record.path_facts.items()},
        "calls": "\n".join(calls),
        "codes": record.codes,
        "path": record.path,
        "order_number": record.order.number,
        "order_due": record.order.due,
        "order_cured": record.order.is_cured,
    }


class EvidenceForm(PartForm):
    """A picture or a paper that proves something."""

    file = forms.FileField(label="照片或扫描件")
    name = forms.CharField(label="名称", max_length=80)
    pages = forms.IntegerField(
        label="页数", min_value=1, max_value=2000, initial=1, error_messages={"invalid": "请写整数"}
    )
    point = forms.ChoiceField(label="证明什么", required=False)

    def __init__(self, results: Iterable[ItemResult], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [("", "整体"), *((row.item.code, row.item.name) for row in results)]
        self.fields["point"].choices = [*choices, *_SLOTS]  # type: ignore[attr-defined]


_SLOTS = (
    ("cured", "已改正"),
    ("path.door", "门牌"),
    ("path.premises", "场所"),
    ("path.licence", "执照"),
    ("path.notice", "停业、清算公告或退租材料"),
    ("path.extract", "登记信息"),
)


class PaperForm(Form):
    """A picture of the minutes that all signed by hand."""

    file = forms.FileField(label="双方签过字的笔录（照片或扫描件）")


class RefusedForm(Form):
    """Why the subject does not sign, and who saw it."""

    reason = lines("拒绝签字的理由", rows=2, required=True)
    witness = _line("见证人", help_text="不能是检查人员；有录音录像的可以不写", most=60)


class SuspendForm(Form):
    """Why a visit is broken off, or a record taken back."""

    reason = lines("理由", rows=2, required=True)


class CorrectionForm(Form):
    """What is wrong in a signed record."""

    what = lines("哪里错了，应当是什么", rows=3, required=True)
    reason = forms.CharField(label="更正的理由", max_length=300)
