"""Codes of subjects are told apart from what stands in their place; states from other words."""

from __future__ import annotations

import pytest

from mingqian_tables import likeness, states, uscc
from mingqian_tables.normalisation import folded, plain_code, plain_line, plain_text

GOOD = "91990107MA1000000G"
IDENTITY = "110101199003070134"
LIKE_A_CODE = "110101198001010045"


def identity(region: str, born: str, serial: str) -> str:
    body = f"{region}{born}{serial}"
    return body + uscc.identity_check(body)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("91310115MA1G4L1WX7", None),
        ("410381000001235", None),
        ("410381000001234", "15 位注册号的校验位应为 5，实为 4"),
        ("914199007100000", "前两位不是省份"),
        ("914199007100000000", "末几位是 0，多半是表格软件丢了末几位"),
        ("91350203M0001QKT19", "校验位应为 F，实为 9"),
        ("9131011", "应为 18 位"),
        (identity("110101", "19900307", "012"), "身份证"),
        (identity("654321", "20051231", "999"), "身份证"),
        (identity("911840", "19800101", "123"), "身份证"),
        ("110101900307781", "身份证"),
        ("110101960229123", "身份证"),
    ],
)
def test_a_code_is_told_from_numbers_that_are_none(code: str, says: str | None) -> None:
    assert (uscc.problem(code) is None) == (says is None)
    assert says is None or says in (uscc.problem(code) or "")
    assert code not in (uscc.problem(code) or "")


def test_an_identity_number_that_fits_as_a_credit_code_is_still_one() -> None:
    numbers = [identity("110101", "19900307", f"{n:03d}") for n in range(1000)]
    fitting = [one for one in numbers if uscc.check_character(one[:17]) == one[17]]

    assert fitting
    assert all(uscc.is_identity(one) for one in fitting)


def test_a_credit_code_of_digits_only_is_not_taken_for_an_identity_number() -> None:
    assert uscc.problem("914403001922038216") is None


def test_a_number_that_could_be_an_identity_number_is_asked_about() -> None:
    body = "41038160012345"
    code = body + uscc.registration_check(body)

    assert uscc.problem(code) == uscc.AMBIGUOUS
    assert uscc.is_acceptable(code)


def test_identity_numbers_are_hidden_wherever_they_stand() -> None:
    own = identity("110101", "19900307", "012")

    assert uscc.masked(f"代码 {own} 不对") == f"代码 1101{'*' * 12}{own[-2:]} 不对"
    assert uscc.masked("110101900307781") == "1101*********81"
    assert (
        uscc.masked("914403001922038216，410381000001235") == "914403001922038216，410381000001235"
    )
    assert not uscc.is_acceptable(own)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("存续", "存续"),
        ("在营（开业）企业", "存续"),
        ("存续（在营、开业、在册）", "存续"),
        ("存续(在营、开业、在册)", "存续"),
        ("开业", "存续"),
        ("在业", "存续"),
        ("吊销，未注销", "吊销"),
        ("吊销,未注销", "吊销"),
        ("吊销未注销", "吊销"),
        ("吊销，已注销", "注销"),
        ("吊销,已注销", "注销"),
        ("已吊销，未注销", "吊销"),
        ("在业/存续", "存续"),
        ("在业（正常）", "存续"),
        ("正在经营", "存续"),
        ("存续/注销", None),
        ("吊销、注销", None),
        ("经营异常", None),
        ("拟注销", None),
        ("已注销", "注销"),
        ("注销企业", "注销"),
        ("注销（简易）", "注销"),
        ("注 销", "注销"),
        ("迁出", "迁出"),
        ("迁往市外", "迁出"),
        ("歇业", "停业"),
        ("清算", "停业"),
        ("责令关闭", "停业"),
        ("撤销", "撤销"),
        ("非正常户", None),
        ("不详", None),
        ("－", None),
        ("", None),
        ("未注销", None),
        ("存续？", None),
    ],
)
def test_official_words_are_known_and_others_are_asked_about(words: str, state: str | None) -> None:
    assert states.state_of(words) == state


@pytest.mark.parametrize(
    "mark",
    [
        "\u200b",
        "\ufeff",
        "\u200e",
        "\u202e",
        "\u2060",
        "\u00ad",
        "\x07",
        "\ufe0f",
        "\u3164",
        "\U000e0041",
    ],
)
def test_what_cannot_be_seen_is_not_there(mark: str) -> None:
    assert plain_text(f"{mark}王{mark}岚{mark}") == "王岚"
    assert plain_code(f"91{mark}a") == "91A"


def test_text_is_normalised_once() -> None:
    assert plain_text("\u00a0甲\u3000乙\u2003") == "甲 乙"
    assert plain_text("e\u0301") == "\u00e9"
    assert plain_text("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert plain_line("上海甲\n商行  ") == "上海甲商行"
    assert plain_code(" ９１410307 ma4m5bhw10") == "91410307MA4M5BHW10"
    assert plain_code("'91x") == plain_code("’91x") == plain_code('="91x"') == "91X"
    assert plain_code("Ｐ－０１") == plain_code("p—01") == "P-01"
    assert folded("Ｗang 岚") == folded("wang岚")


@pytest.mark.parametrize(
    ("word", "among", "near"),
    [
        ("P4", ["P04", "P01"], ["P04"]),
        ("jc", ["JC", "KX"], ["JC"]),
        ("完全不同", ["JC"], []),
        ("Y00999", [f"X{n:05d}" for n in range(5000)], ["X00999", "X00099", "X00199"]),
        ("X0123", [f"X{n:05d}" for n in range(2500)], ["X00123", "X01023", "X01123"]),
    ],
)
def test_what_is_nearly_the_word_is_suggested(word: str, among: list[str], near: list[str]) -> None:
    assert likeness.closest(word, among) == near
