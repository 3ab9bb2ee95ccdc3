"""Forms of rectifications: points, order, service, 回访, conclusions, extension."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.documents.rules.service import WAYS
from oversight.files import rules as file_rules
from oversight.files import selectors as files
from oversight.rectifications.kinds import FindingCode
from oversight.rectifications.models import Rectification
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services import recording
from oversight.rectifications.services.rechecks import Conclusion
from oversight.rectifications.states import PointState
from oversight.registry.selectors import inspectors
from oversight.web.file_fields import FilesField, accepted
from oversight.web.forms import Form, day

POINTS = 6
_CONCLUSIONS = [(state.value, str(state.label)) for state in PointState if state != PointState.OPEN]


def _long(label: str, *, is_required: bool = True, most: int = 500, **more: Any) -> forms.CharField:  # noqa: ANN401
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=label, required=is_required, max_length=most, widget=widget, **more
    )


class OpenForm(Form):
    """What was found, point by point; only the first must be filled."""

    finding_code = forms.ChoiceField(label="检查结果", choices=FindingCode.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for place in range(1, POINTS + 1):
            is_first = place == 1
            self.fields[f"what_{place}"] = _long(f"第 {place} 条：存在的问题", is_required=is_first)
            self.fields[f"provision_{place}"] = forms.CharField(
                label=f"第 {place} 条：违反的规定",
                max_length=300,
                required=is_first,
                help_text="法律名称和条款，例如《劳动合同法》第十条" if is_first else "",
            )
            self.fields[f"demand_{place}"] = forms.CharField(
                label=f"第 {place} 条：改正要求", max_length=500, required=False
            )

    @property
    def head(self) -> list[forms.BoundField]:
        """Give the fields that are always shown."""
        return [field for field in self.visible_fields() if not self._is_more(field.name)]

    @property
    def more(self) -> list[forms.BoundField]:
        """Give the fields of the further points."""
        return [field for field in self.visible_fields() if self._is_more(field.name)]

    @property
    def points(self) -> list[NewPoint]:
        """Give the points that have any word in them."""
        typed = self.cleaned_data
        rows = [
            NewPoint(
                what=typed.get(f"what_{place}", ""),
                provision=typed.get(f"provision_{place}", ""),
                demand=typed.get(f"demand_{place}", ""),
            )
            for place in range(1, POINTS + 1)
        ]
        return [row for row in rows if row.what or row.provision or row.demand]

    def _is_more(self, name: str) -> bool:
        return "_" in name and name != "finding_code" and not name.endswith("_1")


class OrderForm(Form):
    """The order's term, basis, address and whom to ask."""

    days = forms.IntegerField(
        label="改正期限（日）",
        min_value=1,
        help_text="从送达的次日起算，按日历日",
        error_messages={"invalid": "请写整数，例如 15"},
    )
    basis = _long("责令改正的依据", initial="《劳动保障监察条例》第十八条")
    address = forms.CharField(label="企业的住所（经营场所）", max_length=200)
    contact = forms.CharField(label="联系人和电话", max_length=100)
    follow_up = _long(
        "后续处理",
        is_required=False,
        initial="请在期满前书面报告改正情况，附证明材料；本机关将派人复查。",
    )


class ServeForm(Form):
    """How the order was served, when, to whom, and what proves it."""

    way = forms.ChoiceField(label="送达方式", choices=tuple(WAYS.items()))
    at = forms.DateTimeField(
        label="送达时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="邮寄的写签收的时间，公告的写登出的时间",
    )
    place = forms.CharField(
        label="送达地点", max_length=300, help_text="电子送达写对方的邮箱或号码"
    )
    receiver = forms.CharField(label="签收人", max_length=60, required=False)
    relation = forms.CharField(label="签收人是什么人", max_length=60, required=False)
    refusal = forms.CharField(label="拒收的理由", max_length=300, required=False)
    witness = forms.CharField(label="见证人", max_length=120, required=False)
    consent = forms.CharField(
        label="电子送达确认书",
        max_length=120,
        required=False,
        help_text="企业同意电子送达的日期和签名人",
    )
    reference = forms.CharField(label="邮件号、电子凭证或公告载体", max_length=120, required=False)
    proof = forms.FileField(label="签收单、照片等证明", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["proof"].help_text = files.limit_words(file_rules.SCANS)


class SpotForm(Form):
    """Pictures that show what was corrected on the spot."""

    proofs = FilesField(label="改正以后的照片")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        take = self.fields["proofs"]
        take.help_text = files.limit_words(recording.PICTURES)
        take.widget.attrs["accept"] = accepted(recording.PICTURES)


class RecheckForm(Form):
    """Who goes on the 回访, and when."""

    on = day("回访日期")
    leader = forms.ChoiceField(label="组长（主办）", help_text="可以不是原来的检查人员")
    officers = forms.MultipleChoiceField(
        label="其他检查人员（连组长至少两名）", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        rows = inspectors.inspector_rows(inspectors.find(actor), today)
        people = [
            (str(row.inspector.pk), f"{row.inspector.name}（{row.inspector.number}）")
            for row in rows
            if row.is_drawable
        ]
        for name in ("leader", "officers"):
            self.fields[name].choices = people  # type: ignore[attr-defined]

    @property
    def officer_ids(self) -> list[int]:
        """Give who goes, the leader first."""
        keys = [self.cleaned_data["leader"], *self.cleaned_data["officers"]]
        return list(dict.fromkeys(int(key) for key in keys))


class ConcludeForm(Form):
    """What the 回访 saw of each point, with pictures."""

    proofs = FilesField(label="复查的照片和材料", required=False)

    def __init__(self, row: Rectification, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.keys = [point.pk for point in row.points.all()]
        fields: dict[str, forms.Field] = {}
        for point in row.points.all():
            fields[f"state_{point.pk}"] = forms.ChoiceField(
                label=f"第 {point.order} 条：{point.what}",
                choices=_CONCLUSIONS,
                widget=forms.RadioSelect,
            )
            fields[f"note_{point.pk}"] = _long(
                f"第 {point.order} 条：看到的情况", is_required=False
            )
        self.fields = {**fields, **self.fields}
        self.fields["proofs"].help_text = files.limit_words(recording.KINDS)

    @property
    def conclusions(self) -> dict[int, Conclusion]:
        """Give what was seen, by the keys of the points."""
        typed = self.cleaned_data
        return {
            key: Conclusion(state=typed[f"state_{key}"], note=typed[f"note_{key}"])
            for key in self.keys
        }


class ExtendForm(Form):
    """How many days more, and why."""

    days = forms.IntegerField(
        label="延长几日", min_value=1, error_messages={"invalid": "请写整数，例如 10"}
    )
    reason = _long("延期的理由", most=300)


class AnswerForm(Form):
    """Why an extension is granted or not."""

    answer = _long("决定的理由", is_required=False, most=300, help_text="不同意的必须写；记入留痕")


class WhyForm(Form):
    """The reason of an act that ends or turns back something."""

    reason = _long("理由", most=300, help_text="记入留痕")


def served_start(at: Any, row: Rectification) -> dict[str, Any]:  # noqa: ANN401 - a moment
    """Give the beginning of a form of service: now, in Beijing, at the firm's address."""
    return {
        "at": at.astimezone(moments.BEIJING).strftime("%Y-%m-%dT%H:%M"),
        "place": row.subject.address,
    }
