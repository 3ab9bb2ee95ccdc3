"""What the core refuses reaches an official as an error of the domain, in the platform's words."""

from __future__ import annotations

import pytest

from mingqian.errors import RefusedError
from mingqian_ceremony.sealed_files import ChangedFilesError
from oversight.common.errors import DomainError, TamperedError
from oversight.draws.audit_log import translate_core_errors


def test_an_official_is_told_the_page_and_not_the_command() -> None:
    with pytest.raises(DomainError) as caught, translate_core_errors():
        raise RefusedError("source.signature-missing", rule="draw-v1 3.1")

    assert caught.value.problem == (
        "drand 的数要连同签名一起给出；请填写这一轮的签名（规则 draw-v1 3.1）"
    )


def test_changed_files_are_told_with_the_way_out() -> None:
    with pytest.raises(TamperedError) as caught, translate_core_errors():
        raise ChangedFilesError("changed.lost", name="manifest.json", rule="draw-v1 2.5")

    assert caught.value.problem.startswith("封存后文件被改动：manifest.json 不见了。请保留现场")
    assert caught.value.problem.endswith("再继续（规则 draw-v1 2.5）")
