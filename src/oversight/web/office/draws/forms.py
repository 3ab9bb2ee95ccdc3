"""Forms of the draws."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django import forms

from mingqian.sources import drand, lottery
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.draws import rules
from oversight.draws.models import Draw
from oversight.draws.services import drafting
from oversight.draws.services.draw_setup import UnplannedDraw
from oversight.plans import rules as plan_rules
from oversight.registry.rules.subjects import GRADES
from oversight.registry.selectors import names, subjects
from oversight.web.forms import CodeForm, Form, PercentField, owner_choices

_SOURCE_TIMES = ("dice_at", "lottery_at", "drand_at")
_MINUTE = "%Y-%m-%dT%H:%M"


def minute(label: str, *, required: bool = True, help_text: str = "") -> forms.DateTimeField:
    """Make a field for a moment in Beijing time."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[_MINUTE, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
        error_messages={"invalid": "看不懂的时间；请在日历上选，或写作 2026-03-18 15:00"},
    )


class TemporaryForm(Form):
    """A draw that stands in no plan."""

    title = forms.CharField(label="名称", max_length=120)
    why = forms.CharField(
        label="理由和依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ChoiceField(label="发起部门")
    items = forms.MultipleChoiceField(label="抽查事项", widget=forms.CheckboxSelectMultiple)
    industries = forms.MultipleChoiceField(
        label="行业（不选表示全部）", widget=forms.CheckboxSelectMultiple, required=False
    )
    regions = forms.MultipleChoiceField(
        label="区域（不选表示全部）", widget=forms.CheckboxSelectMultiple, required=False
    )
    ratio = PercentField(label="抽查比例（%）")
    most = forms.IntegerField(label="最多抽几家", required=False, min_value=1)
    people = forms.IntegerField(label="每家派几人", min_value=2, max_value=9, initial=2)
    mode = forms.ChoiceField(label="抽查模式", choices=plan_rules.MODES)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        bureau_id = actor.bureau_id or 0
        offered = subjects.facets(bureau_id)
        choices = {
            "owner": owner_choices(actor),
            "items": names.item_choices(bureau_id),
            "industries": [(industry, industry) for industry in offered["industry"]],
            "regions": [(region, region) for region in offered["region"]],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def details(self) -> UnplannedDraw:
        """Give the typed values as the details of an unplanned draw."""
        typed = self.cleaned_data
        scope = {name: typed[name] for name in ("industries", "regions") if typed[name]}
        return UnplannedDraw(
            title=typed["title"],
            why=typed["why"],
            owner_id=int(typed["owner"]),
            items=typed["items"],
            scope=scope,
            ratio=typed["ratio"],
            people=typed["people"],
            most=typed["most"],
            mode=typed["mode"],
        )


class SetupForm(Form):
    """Where the randomness comes from, and what may be set of the rest."""

    mode = forms.ChoiceField(label="抽查模式", choices=plan_rules.MODES)
    opens_at = minute("开封时间", required=False, help_text="只有密封方式才填")
    deadline = minute("截止时间", help_text="到这时还没有结果，公示页会列为逾期")
    dice_at = minute("骰子：掷出的时间", required=False, help_text="不用骰子就留空")
    dice_count = forms.IntegerField(
        label="骰子：掷几次", required=False, min_value=50, max_value=1000, initial=60
    )
    dice_by = forms.CharField(
        label="骰子：谁来掷", max_length=40, required=False, help_text="用骰子就要填"
    )
    dice_place = forms.CharField(
        label="骰子：在哪里", max_length=80, required=False, help_text="用骰子就要填"
    )
    game = forms.ChoiceField(
        label="开奖：哪一种",
        choices=[("", "不用开奖"), *((name, name) for name in lottery.GAMES)],
        required=False,
    )
    issue = forms.CharField(label="开奖：期号", max_length=20, required=False)
    lottery_at = minute("开奖：时间", required=False)
    drand_at = minute("drand：时间", required=False, help_text="全球公开的签名随机数；要能上网取")
    reserve = forms.IntegerField(label="递补数（每层）", min_value=0, max_value=1000)
    limit = forms.IntegerField(label="每人最多几家", min_value=1, max_value=999)
    relax = forms.BooleanField(
        label="人不够时放宽轮换",
        required=False,
        help_text="只放宽“近期去过”，回避永远不放宽",
    )

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.at = at
        for grade in GRADES:
            self.fields[f"tickets_{grade}"] = forms.IntegerField(
                label=f"{grade} 级签数", required=False, min_value=1, max_value=10
            )

    def clean(self) -> dict[str, Any]:
        """Ask at its field for what a chosen source lacks, and for times still to come."""
        typed = super().clean() or {}
        if typed.get("dice_at"):
            self._require("dice_by", "请填谁来掷骰子")
            self._require("dice_place", "请填在哪里掷骰子")
        if typed.get("game") or typed.get("lottery_at"):
            self._require("game", "请选哪一种开奖")
            self._require("issue", "请填开奖的期号")
            self._require("lottery_at", "请填开奖的时间")
        chosen = [name for name in _SOURCE_TIMES if typed.get(name)]
        if not chosen and not self.errors:
            self.add_error("dice_at", "至少要有一个公开来源：骰子、开奖或 drand；请填它的时间")
        for name in chosen:
            self._require_later(name, drafting.earliest_t0(self.at))
        return typed

    def _require(self, name: str, problem: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, problem)

    def _require_later(self, name: str, earliest: datetime) -> None:
        if self.cleaned_data[name] < earliest:
            words = moments.in_words(earliest)
            self.add_error(
                name, f"太早：公开数要在封存 30 分钟以后才产生，最早 {words}；请填更晚的时间"
            )

    @property
    def ticket_fields(self) -> list[Any]:
        """Give the fields of the tickets."""
        return [self[f"tickets_{grade}"] for grade in GRADES]

    def sources(self) -> list[dict[str, Any]]:
        """Give the public sources as the manifest has them."""
        typed, public_sources = self.cleaned_data, []
        if typed["dice_at"]:
            public_sources.append(
                {
                    "kind": "dice",
                    "count": typed["dice_count"] or 60,
                    "by": typed["dice_by"],
                    "place": typed["dice_place"],
                    "time": moments.written(typed["dice_at"]),
                }
            )
        if typed["game"] and typed["lottery_at"]:
            time = moments.written(typed["lottery_at"])
            public_sources.append(
                {"kind": "lottery", "game": typed["game"], "issue": typed["issue"], "time": time}
            )
        if typed["drand_at"]:
            number = drand.first_round_at(moments.written(typed["drand_at"]))
            public_sources.append({"kind": "drand", "chain": drand.CHAIN, "round": number})
        return public_sources

    def values(self) -> dict[str, Any]:
        """Give the values of the set-up other than sources and times."""
        typed = self.cleaned_data
        tickets = {grade: typed[f"tickets_{grade}"] for grade in GRADES}
        return {
            **{name: typed[name] for name in ("mode", "reserve", "limit", "relax")},
            "tickets": {grade: count for grade, count in tickets.items() if count},
        }


class WitnessForm(Form):
    """A witness: name and capacity."""

    name = forms.CharField(label="姓名", max_length=40)
    unit = forms.CharField(label="单位", max_length=80)
    capacity = forms.CharField(label="身份", max_length=40, help_text="例如 纪检派驻组、企业代表")


class ExemptionForm(Form):
    """A subject that may take part although a cap is reached."""

    code = forms.CharField(label="统一社会信用代码", max_length=40)
    reason = forms.ChoiceField(label="情形")
    note = forms.CharField(label="来源和编号", max_length=300)

    def __init__(self, reasons: list[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(reason, reason) for reason in reasons]  # type: ignore[attr-defined]


class AskJointForm(Form):
    """Which section is asked to join, with how many."""

    section = forms.ChoiceField(label="请哪个科室")
    people = forms.IntegerField(label="每家派几人", min_value=1, max_value=9, initial=1)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = owner_choices(actor)  # type: ignore[attr-defined]


class JointForm(Form):
    """Whether a section joins."""

    accepts = forms.ChoiceField(
        label="答复", choices=[("yes", "接受"), ("no", "谢绝")], widget=forms.RadioSelect
    )
    people = forms.IntegerField(label="每家派几人", min_value=1, max_value=9)
    reason = forms.CharField(label="谢绝的原因", max_length=200, required=False)


class NumberField(forms.CharField):
    """A public number: full-width characters become plain ones, and spaces do not matter."""

    def __init__(self, label: str) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(label=label, max_length=2000, widget=widget)

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - Django's own
        """Give the number as it is compared and logged."""
        return "".join(unicodedata.normalize("NFKC", super().to_python(value) or "").split())


class ValueForm(Form):
    """A public number, with what shows it."""

    value = NumberField("公开数")
    evidence = forms.FileField(label="公告或照片", required=False)
    address = forms.CharField(label="公告网址", max_length=300, required=False)


class NoneForm(CodeForm):
    """That a lottery or dice gave nothing, with what shows it."""

    evidence = forms.FileField(
        label="材料", help_text="停售公告、现场记录或照片；作废时它会公布", required=True
    )
    address = forms.CharField(label="公告网址", max_length=300, required=False)


class DrandForm(CodeForm):
    """A round of drand: its signature proves it, so one person suffices."""

    signature = forms.CharField(
        label="签名，或 drand 的整段回答",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmForm(CodeForm):
    """The same number, typed a second time by somebody else."""

    value = NumberField("公开数（自己看着骰子或公告填）")


class VoidForm(CodeForm):
    """Why a draw should be void."""

    why = forms.CharField(
        label="作废的原因",
        max_length=rules.VOID_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="会永远列在公示页上",
    )


def initial_setup(draw: Draw, at: datetime) -> dict[str, Any]:
    """Give the initial values of the set-up form."""
    setup = draw.setup
    initial: dict[str, Any] = {name: setup[name] for name in ("mode", "reserve", "limit", "relax")}
    initial |= {f"tickets_{grade}": count for grade, count in setup.get("tickets", {}).items()}
    begin = at + timedelta(hours=2)
    initial["deadline"] = draw.deadline or begin + timedelta(days=1)
    initial["opens_at"] = draw.opens_at
    if not setup["sources"]:
        return {**initial, "dice_at": begin, "dice_count": 60}
    for source in setup["sources"]:
        initial |= _source_initial(source)
    return initial


def _source_initial(source: dict[str, Any]) -> dict[str, Any]:
    if source["kind"] == "dice":
        dice = {
            "dice_count": source["count"],
            "dice_by": source["by"],
            "dice_place": source["place"],
        }
        return {**dice, "dice_at": _read(source["time"])}
    if source["kind"] == "lottery":
        return {
            "game": source["game"],
            "issue": source["issue"],
            "lottery_at": _read(source["time"]),
        }
    return {"drand_at": _read(drand.Drand(round=source["round"]).time)}


def _read(time: str) -> datetime:
    return datetime.fromisoformat(time)
