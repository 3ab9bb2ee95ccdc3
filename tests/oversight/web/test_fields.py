"""A field says what is wrong with it to eyes and to screen readers alike."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from oversight.web.forms import CodeForm, Form
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.any_database


class ChoicesForm(Form):
    """One control of each kind."""

    name = forms.CharField(label="名称", help_text="写全称")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")])
    agrees = forms.BooleanField(label="同意", required=False)
    months = forms.MultipleChoiceField(
        label="月份", choices=[("1", "一月")], widget=forms.CheckboxSelectMultiple
    )


def test_every_kind_of_control_has_the_class_of_the_theme() -> None:
    form = ChoicesForm()

    assert 'class="form-control"' in str(form["name"])
    assert 'class="form-select"' in str(form["kind"])
    assert 'class="form-check-input"' in str(form["agrees"])
    assert 'class="form-check-input"' in form["months"].as_field_group()


def test_a_wrong_field_is_tied_to_its_help_and_its_error() -> None:
    field = ChoicesForm({"kind": "a", "months": ["1"]})["name"]

    group = field.as_field_group()

    assert 'aria-invalid="true"' in group
    assert 'class="form-control is-invalid"' in group
    assert 'aria-describedby="id_name_helptext id_name_error"' in group
    assert 'id="id_name_helptext"' in group
    assert 'id="id_name_error"' in group


def test_a_right_field_is_tied_to_its_help_only() -> None:
    group = CodeForm({"code": "123456"})["code"].as_field_group()

    assert 'aria-describedby="id_code_helptext"' in group
    assert "is-invalid" not in group
    assert "id_code_error" not in group


def test_what_must_be_filled_in_and_what_may_is_said() -> None:
    form = ChoicesForm()

    assert "必填" in form["name"].as_field_group()
    assert "必填" not in form["agrees"].as_field_group()


def test_the_page_of_an_action_leads_back_to_what_it_is_about(own: Bureau, signed_in: Any) -> None:
    page = signed_in(own, "coordinator").get("/office/plans/new/").content.decode()

    assert ">新建年度计划</h1>" in page
    assert 'href="/office/plans/"' in page
    assert "不做了" in page
