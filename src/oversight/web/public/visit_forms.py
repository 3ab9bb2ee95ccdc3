"""Forms that whoever has the code of a visit may send, without an account."""

from __future__ import annotations

from django import forms

from oversight.inspections.services.visit_voices import QUESTIONS, RatingInput
from oversight.web.forms import Form

_SCORES = (
    ("5", "5 分，很好"),
    ("4", "4 分"),
    ("3", "3 分，一般"),
    ("2", "2 分"),
    ("1", "1 分，很差"),
)


class ObjectionForm(Form):
    """What somebody objects to."""

    claim = forms.CharField(
        label="对什么有异议",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明哪个事项、哪项结果，理由是什么",
        error_messages={"required": "请写对什么有异议，例如哪个事项、什么理由"},
    )
    contact = forms.CharField(
        label="怎样联系您",
        max_length=100,
        required=False,
        help_text="电话或邮箱，只有承办科室看得到；不填也可以，凭回执号查问",
    )


class RatingForm(Form):
    """A rating without a name."""

    score = forms.TypedChoiceField(
        label="总的评价",
        choices=(("", "请选择"), *_SCORES),
        coerce=int,
        error_messages={"required": "请选 1 到 5 分"},
    )
    shown = forms.BooleanField(label=QUESTIONS["shown"], required=False)
    scanned = forms.BooleanField(label=QUESTIONS["scanned"], required=False)
    beyond = forms.BooleanField(label=QUESTIONS["beyond"], required=False)
    favours = forms.BooleanField(label=QUESTIONS["favours"], required=False)
    words = forms.CharField(
        label="想说的话",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="请不要写单位和人名",
    )

    def rating(self) -> RatingInput:
        """Give the rating that was entered."""
        entered = self.cleaned_data
        return RatingInput(
            score=entered["score"],
            answers={key: entered[key] for key in QUESTIONS},
            words=entered["words"],
        )
