"""Forms of the plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from oversight.accounts.administration import section_choices
from oversight.accounts.selectors import Actor
from oversight.plans import rules
from oversight.plans import selectors as plan_selectors
from oversight.plans.models import Plan, Task
from oversight.plans.rules import TaskDetails
from oversight.registry.rules import subjects as subject_rules
from oversight.registry.selectors import names, subjects
from oversight.web.forms import CodeForm, Form, PercentField, day, owner_choices

CLASS_LABELS = ("A", "B", "C", "D", rules.UNGRADED)


class BeginForm(Form):
    """A year, and the plan whose tasks are taken over; the name follows the year."""

    year = forms.IntegerField(
        label="年度",
        min_value=2020,
        max_value=2100,
        help_text="名称跟着年度，不用填；提交以前可以改名",
    )
    former = forms.ChoiceField(label="任务从哪里来", required=False, widget=forms.RadioSelect)

    def __init__(self, formers: Iterable[Plan], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        copies = [(str(plan.pk), f"照 {plan.year} 年抄一份，日期移到新的年度") for plan in formers]
        field = self.fields["former"]
        field.choices = [*copies, ("", "从空白开始")]  # type: ignore[attr-defined]


class NameForm(Form):
    """The name of a plan."""

    name = forms.CharField(
        label="计划名称",
        max_length=120,
        required=False,
        help_text="留空就用这一年度通常的名称；名称里的年度要和计划的年度一样",
    )


class TaskForm(Form):
    """A line of the plan."""

    title = forms.CharField(label="任务名称", max_length=120)
    owner = forms.ChoiceField(label="发起部门")
    kind = forms.ChoiceField(
        label="抽查类型",
        choices=[(k, k) for k in rules.KINDS],
        help_text="不定向：名录库全部对象；定向：按下面的条件筛选",
    )
    items = forms.MultipleChoiceField(
        label="抽查事项", widget=forms.CheckboxSelectMultiple, required=False
    )
    ratio_by = forms.ChoiceField(label="差异化依据", choices=rules.RATIO_BASES, required=False)
    split_by = forms.ChoiceField(
        label="再分层", choices=rules.SPLITS, required=False, help_text="各层分别抽，处处都抽得到"
    )
    ratio = PercentField(label="抽查比例（%）", required=False, help_text="全年，各批分担")
    starts_on = day("开始日期")
    ends_on = day("结束日期")
    months = forms.MultipleChoiceField(
        label="抽取月份（一个月一批）",
        choices=[(str(n), f"{n}月") for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    people = forms.IntegerField(label="本科室每家派几人", min_value=0, max_value=9, initial=2)
    frequency = forms.IntegerField(label="抽查频次（次/年）", min_value=1, initial=1)
    reserve = forms.IntegerField(
        label="递补数（每层）", min_value=0, max_value=1000, initial=2, help_text="0 表示不补抽"
    )
    mode = forms.ChoiceField(label="抽查模式", choices=rules.MODES)
    methods = forms.MultipleChoiceField(
        label="检查方式",
        choices=[(method, method) for method in rules.METHODS],
        widget=forms.CheckboxSelectMultiple,
        initial=["现场"],
    )
    level = forms.CharField(label="组织/实施层级", max_length=20, initial="县")
    note = forms.CharField(label="备注", max_length=300, required=False)

    def __init__(self, actor: Actor, bureau_id: int, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(actor)  # type: ignore[attr-defined]
        self.fields["items"].choices = names.item_choices(bureau_id)  # type: ignore[attr-defined]
        for name, label, choices in _scope_choices(bureau_id):
            self.fields[f"scope_{name}"] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for letter in CLASS_LABELS:
            self.fields[f"ratio_{letter}"] = PercentField(label=f"{letter}（%）", required=False)
        for key, name in section_choices(actor, bureau_id):
            self.fields[f"partner_{key}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=9
            )

    @property
    def scopes(self) -> list[Any]:
        """Give the fields of the scope."""
        return [self[name] for name in self.fields if name.startswith("scope_")]

    @property
    def class_ratios(self) -> list[Any]:
        """Give the fields of the ratios by class."""
        return [self[f"ratio_{letter}"] for letter in CLASS_LABELS]

    @property
    def partner_fields(self) -> list[Any]:
        """Give the fields of the sections that may join."""
        return [self[name] for name in self.fields if name.startswith("partner_")]

    def details(self) -> TaskDetails:
        """Give the typed values as the details of a task."""
        typed = self.cleaned_data
        by = typed["ratio_by"]
        owner = int(typed["owner"])
        return TaskDetails(
            title=typed["title"],
            kind=typed["kind"],
            items=typed["items"],
            months=[int(month) for month in typed["months"]],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            scope=self._scope(),
            ratio_by=by,
            split_by=typed["split_by"],
            ratio=0 if by else typed["ratio"],
            ratios={c: typed[f"ratio_{c}"] for c in rules.classes(by)} if by else {},
            frequency=typed["frequency"],
            methods=typed["methods"],
            people=typed["people"],
            partners=[
                {"owner": key, "people": people}
                for key, people in self._partners().items()
                if key != owner
            ],
            mode=typed["mode"],
            level=typed["level"],
            reserve=typed["reserve"],
            note=typed["note"],
        )

    def _scope(self) -> dict[str, list[Any]]:
        scope = {}
        for name in rules.SCOPES:
            values = self.cleaned_data.get(f"scope_{name}") or []
            if values:
                scope[name] = [int(v) for v in values] if name == "owners" else list(values)
        return scope

    def _partners(self) -> dict[int, int]:
        typed = self.cleaned_data
        return {
            int(name.removeprefix("partner_")): value
            for name, value in typed.items()
            if name.startswith("partner_") and value
        }


class ApproveForm(CodeForm):
    """The document number, and the second factor."""

    document_number = forms.CharField(
        label="发文字号", max_length=60, help_text="例如 青人社〔2026〕3号"
    )


class FileForm(Form):
    """Where and when the plan was filed."""

    filed_on = day("备案日期")
    filed_with = forms.CharField(label="备案机关", max_length=80)


class PublishForm(Form):
    """Where else the plan was published."""

    url = forms.CharField(label="公示网址", max_length=300, required=False)


class SheetForm(Form):
    """A table of tasks."""

    file = forms.FileField(
        label="表格", help_text=".xlsx、.xls 或 .csv，一行一个任务，表头照导出的表"
    )
    sheet = forms.CharField(
        label="工作表",
        required=False,
        max_length=100,
        strip=False,
        help_text="文件里有几张表时，写要读的那一张的名字",
    )
    heading_row = forms.IntegerField(
        label="表头在第几行",
        required=False,
        min_value=1,
        max_value=1000,
        help_text="不写就由系统认；认不出时写行号",
    )


def initial_of(task: Task) -> dict[str, Any]:
    """Give the form's initial values from a task."""
    details = plan_selectors.details_of(task)
    plain = ("title", "kind", "items", "starts_on", "ends_on", "people", "frequency", "reserve")
    initial = {
        name: getattr(details, name) for name in (*plain, "mode", "methods", "level", "note")
    }
    initial |= {"owner": str(task.owner_id), "ratio_by": details.ratio_by}
    initial["split_by"] = details.split_by
    initial["ratio"] = percent(details.ratio)
    initial["months"] = [str(month) for month in details.months]
    initial |= {f"ratio_{code}": percent(value) for code, value in details.ratios.items()}
    initial |= {f"scope_{name}": [str(v) for v in values] for name, values in details.scope.items()}
    initial |= {f"partner_{partner['owner']}": partner["people"] for partner in details.partners}
    return initial


def percent(permyriad: int) -> str:
    """Write hundredths of a per cent as per cent."""
    return f"{permyriad / 100:g}"


def _scope_choices(bureau_id: int) -> list[tuple[str, str, list[tuple[str, str]]]]:
    offered = subjects.facets(bureau_id)
    owners = [(str(k), v) for k, v in _sections(bureau_id)]
    values = {
        "kinds": [(kind, kind) for kind in subject_rules.KINDS],
        "industries": [(industry, industry) for industry in offered["industry"]],
        "regions": [(region, region) for region in offered["region"]],
        "owners": owners,
        "grades": [(grade, f"{grade} 级") for grade in subject_rules.GRADES],
        "risks": [(risk, f"{risk} 类") for risk in subject_rules.RISKS],
        "labels": [(label, label) for label in offered["labels"]],
    }
    return [(name, title, values[name]) for name, title in rules.SCOPES.items() if values[name]]


def _sections(bureau_id: int) -> list[tuple[int, str]]:
    return list(plan_selectors.section_names(bureau_id).items())
