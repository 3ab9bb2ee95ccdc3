"""Base classes and fields of all forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.forms.renderers import TemplatesSetting

from oversight.accounts.administration import section_choices
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError, FieldsError

Result = TypeVar("Result")
# A clause of the specification helps auditors on the command line, not who fills in a form.
_CLAUSE = re.compile(r"（规则 [a-z]+-v\d [\d.]+）")

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.．]([0-9]{1,2}))?\s*[%％]?")
_WHOLE = 10_000  # 100 per cent in 1/10000


def _plain(problem: str) -> str:
    return _CLAUSE.sub("", problem)


class Field(forms.BoundField):
    """A bound field whose control has the theme's CSS class."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add the CSS class of the control, and is-invalid where the field has errors."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        kind = _control_class(widget or self.field.widget)
        built.setdefault("class", f"{kind} is-invalid" if self.errors else kind)
        return built


class Renderer(TemplatesSetting):
    """Renders every form field with parts/field.html."""

    field_template_name = "parts/field.html"
    bound_field_class = Field


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class Form(forms.Form):
    """The base class of all forms: no label suffix, and services' refusals at their fields."""

    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def carry_out(self, service: Callable[[], Result]) -> Result | None:
        """Call the service and give its result; put a refusal at its field and give None."""
        try:
            return service()
        except FieldsError as error:
            for name, problem in error.problems:
                self.add_error(name if name in self.fields else None, _plain(problem))
            return None
        except DomainError as error:
            at = error.field if error.field in self.fields else None
            self.add_error(at, _plain(error.problem))
            return None


class PercentField(forms.CharField):
    """A share typed in per cent, kept in 1/10000."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """Read 5, 5%, 2.5 as 500, 500, 250."""
        text = super().clean(value).strip()
        if not text:
            return 0
        match = _PERCENT.fullmatch(text)
        if match is None:
            raise forms.ValidationError("请写百分数，最多两位小数，例如 5 或 2.5")
        basis_points = int(match.group(1)) * 100 + int((match.group(2) or "").ljust(2, "0"))
        if basis_points > _WHOLE:
            raise forms.ValidationError("不能超过 100%")
        return basis_points


class CodeForm(Form):
    """The TOTP code that confirms an action."""

    code = forms.CharField(
        label="动态码",
        max_length=6,
        min_length=6,
        help_text="手机上现在显示的六位数字",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ReasonForm(Form):
    """The reason of an action."""

    reason = forms.CharField(label="原因", max_length=200, help_text="会记入留痕")


def phone(label: str) -> forms.CharField:
    """Make a field for a telephone number."""
    return forms.CharField(
        label=label,
        max_length=20,
        help_text="只给本单位的系统管理员和确认人看；一个人只用一个账号",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "看不懂的日期；请在日历上选，或写作 2023年8月23日"},
    )


def lines(
    label: str, *, rows: int = 4, required: bool = False, help_text: str = ""
) -> forms.CharField:
    """Make a field for several lines."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def owner_choices(actor: Actor) -> list[tuple[str, str]]:
    """Offer the sections within reach."""
    return [(str(pk), name) for pk, name in section_choices(actor)]


def split_lines(text: str) -> tuple[str, ...]:
    """Give the non-empty lines of a text, stripped."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
