"""Small pieces of the pages: fields, icons, tags, codes, moments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian_tables import uscc
from oversight.audit import event_types
from oversight.common import moments, personal_numbers
from oversight.draws.models import Draw
from oversight.draws.services import dating
from oversight.web.presenters import devices

register = template.Library()
_TAGS = {
    "未公布": "", "有效": "ok", "调整": "due", "取消": "void",
    "存续": "ok plain", "注销": "void", "吊销": "void", "撤销": "void", "迁出": "void",
    "停业": "void", "在岗": "ok", "离岗": "void", "调离": "void", "退休": "void",
    "待核对表头": "run", "正在核对": "run", "待写入": "due", "正在写入": "run", "已写入": "ok",
    "已撤销": "void", "已放弃": "void", "读不了": "bad",
    "起草": "", "待批准": "run", "已批准": "lock", "已公示": "ok", "已变更": "void",
    "备料": "run", "待复核": "due", "已封存": "lock", "已取种": "lock", "已抽取": "lock",
    "作废": "void", "待答复": "run", "接受": "ok", "谢绝": "void", "待决定": "run",
    "同意": "ok", "不同意": "bad",
    "待确认": "due", "已确认": "ok", "没有同意": "bad", "已撤回": "void",
    "抽中": "ok", "不参加": "void", "不在名录": "due", "没有抽中": "plain", "递补": "plain",
    "已开立": "due", "已送达": "run", "改正期内": "run", "企业已报告": "due", "待复查": "due",
    "复查合格": "ok", "复查不合格": "bad", "转立案": "bad", "已改正": "ok", "部分改正": "due",
    "未改正": "bad", "待改正": "run",
    "草稿": "", "审查中": "due", "已更正": "void", "已撤下": "void", "到期转档案": "void",
    "新增": "run", "更新": "due", "变更": "due", "不变": "", "要改": "bad", "减少": "void",
}  # fmt: skip
_USCC = 18
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_BARS = 16


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("parts/_outside.html", takes_context=True)
def outside_of(context: Mapping[str, Any], draw: Draw, form: str = "") -> dict[str, Any]:
    """Show who outside confirmed the events of a draw, or that nobody did."""
    return {
        "draw": draw,
        "events": dating.events(draw),
        "is_short": form == "short",
        "is_slip": form == "slip",
        "is_before": draw.t0 is not None and context["request"].at < draw.t0,
    }


@register.filter
def tag(word: str) -> SafeString:
    """Show a state as a tag: glyph, words and tint."""
    return format_html('<span class="mq-tag {}">{}</span>', _TAGS.get(word, ""), word)


@register.filter
def grouped(code: str) -> str:
    """Write a credit code in the groups people read: 91 990107 MA6N2FMJJ X."""
    if uscc.is_identity(code):  # somebody's own number stands where a credit code should
        return uscc.masked(code)
    if len(code) != _USCC:
        return code
    return f"{code[:2]} {code[2:8]} {code[8:17]} {code[17]}"


@register.filter
def moment(at: datetime | None) -> str:
    """Write a moment for people: 2026年3月18日 14:12:06."""
    return "—" if at is None else moments.in_words(at)


@register.filter
def minute(at: datetime | None) -> str:
    """Write a moment for people to the minute: 3月18日 14:12."""
    return "—" if at is None else moments.minute_in_words(at)


@register.filter
def event_title(name: str) -> str:
    """Give the title of an event's type."""
    return event_types.title_of(name)


@register.filter
def day(on: date | None) -> str:
    """Write a day for people: 2026年3月18日; a missing one is a dash."""
    return moments.day_in_words(on) if on else "—"


@register.filter
def number(count: int | str | None) -> str:
    """Write a number with its thousands apart: 1,390; a missing one, or no number, is a dash."""
    return f"{count:,}" if isinstance(count, int) else "—"


@register.filter
def plain(text: str) -> str:
    """Write the days and moments in a text as people write them."""
    return moments.rewritten(text)


@register.simple_tag
def bounds(least: int | None, most: int | None, unit: str) -> str:
    """Write what a value may be: 不低于 3‰，不高于 10‰; without bounds it says so."""
    words = [
        f"{word} {value}{unit}"
        for word, value in (("不低于", least), ("不高于", most))
        if value is not None and str(value)
    ]
    return "，".join(words) or "没有规定"


@register.filter
def device(agent: str) -> str:
    """Name the device and the browser that somebody signed in with."""
    return devices.device_words(agent)


@register.filter
def short(digest: str) -> str:
    """Show the first eight characters of a code in two groups."""
    return f"{digest[:4]} {digest[4:8]}"


@register.filter
def short_digests(text: str) -> str:
    """Write each digest in a text by its beginning; the whole stays on record."""
    return _DIGEST.sub(lambda match: f"{short(match[0])}…", text)


@register.filter
def masked(phone: str) -> str:
    """Hide the middle of a telephone number."""
    return personal_numbers.masked(phone)


@register.filter
def masked_numbers(text: str) -> str:
    """Hide the middle of each number of a person that a text has."""
    return personal_numbers.masked_numbers(text)


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - whatever is in there
    """Give the value of a key in a mapping."""
    return mapping.get(key, "")


@register.filter
def as_text(value: Any) -> str:  # noqa: ANN401 - a value of an item
    """Write a stored value for people."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "":
        return "—"
    if isinstance(value, (list, tuple)):
        return "；".join(as_text(item) for item in value) or "—"
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part and part is not True)
    return str(value)


@register.filter
def percent(permyriad: int | None) -> str:
    """Write a share in 1/10000 as per cent."""
    return "—" if permyriad is None else f"{permyriad / 100:g}%"


@register.filter
def chance(row: Any) -> str:  # noqa: ANN401 - tickets, count, numerator, denominator
    """Write a chance as per cent with two places."""
    return f"{row[2] * 100 / row[3]:.2f}%" if row[3] else "0%"


@register.filter
def one_in(row: Any) -> int:  # noqa: ANN401 - tickets, count, numerator, denominator
    """Give n where about one in n is drawn, at most 60."""
    return min(60, max(1, round(row[3] / row[2]))) if row[2] else 0


@register.filter
def lots(count: int) -> SafeString:
    """Draw n lots as SVG, one of them inked."""
    rest = format_html_join("", "<i></i>{}", (("",) for _ in range(count - 1)))
    return format_html('<span class="mq-lots" aria-hidden="true"><i class="on"></i>{}</span>', rest)


@register.filter
def item_titles(codes: Iterable[str], draw: Draw) -> list[str]:
    """Name a draw's items by their titles."""
    titles = {item["code"]: item["title"] for item in draw.setup.get("items", [])}
    return [titles.get(code, code) for code in codes]


@register.filter
def each(rows: Iterable[Any], name: str) -> list[Any]:
    """Give one attribute of every row."""
    return [getattr(row, name) for row in rows]


@register.filter
def column_titles(names: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """Give the titles of columns; one without a title keeps its name."""
    return [titles.get(name) or name for name in names]


@register.filter
def member_name(member: Any, leader: str = "") -> str:  # noqa: ANN401 - any seat of a team
    """Write who takes a seat, with the leader's word if one is given; or that nobody does."""
    if not member.inspector:
        return "空缺"
    return (
        f"{member.inspector.name}（{leader}）"
        if leader and member.is_leader
        else member.inspector.name
    )


@register.filter
def team_names(team: Iterable[Any], leader: str = "") -> str:
    """Write who takes the seats of a team."""
    return "、".join(member_name(member, leader) for member in team)


@register.filter
def span_of(bounds: Sequence[int]) -> str:
    """Write a least and a most: 3 or 3–5."""
    least, most = bounds
    return str(least) if least == most else f"{least}–{most}"


@register.filter
def witness_word(source: Any) -> str:  # noqa: ANN401 - a source of randomness
    """Write the beginning of a witness's number, or how far it is."""
    if source.value:
        return f"{source.value[:8]}…"
    return "缺席" if source.is_missing else "已亮出" if source.logged_at else "等待"


@register.filter
def value_word(source: Any) -> str:  # noqa: ANN401 - a source of randomness
    """Write a public number, or when it comes."""
    if source.value:
        return tens(source.value) if source.kind == "dice" else str(source.value)
    return "到期没有" if source.is_missing else f"{clock(source.time)} 才有"


@register.filter
def ten(share: float) -> int:
    """Place a value between 0 and 100 on a scale of 1000."""
    return round(share * 10)


@register.filter
def clock(at: datetime | None) -> str:
    """Write the time of day in China: 14:12:06."""
    return f"{at.astimezone(moments.BEIJING):%H:%M:%S}" if at else "—"


@register.filter
def fours(digest: str) -> list[str]:
    """Part a code into groups of four."""
    return [digest[at : at + 4] for at in range(0, len(digest), 4)]


@register.filter
def hundredths(number: int) -> str:
    """Write hundredths with their sign: +1.25."""
    return f"{number / 100:+.2f}"


@register.filter
def tens(value: str) -> str:
    """Part a long row of digits into groups of ten."""
    return " ".join(value[at : at + 10] for at in range(0, len(value), 10))


@register.filter
def task_number(number: str) -> str:
    """Write a task's number in the groups people read: 990107 20260318 0002."""
    return f"{number[:6]} {number[6:14]} {number[14:]}"


@register.simple_tag
def bars(digest: str, size: str = "") -> SafeString:
    """Draw the first 16 bytes of a code as bars (SVG), to compare codes by eye."""
    if len(digest) < 2 * _BARS:
        return SafeString("")
    pairs = [digest[at : at + 2] for at in range(0, 2 * _BARS, 2)]
    rects = format_html_join(
        "",
        '<rect class="c{}" x="{}" y="{}" width="3" height="{}"/>',
        (
            (int(pair[1], 16) % 8, at * 4, 15 - int(pair[0], 16), int(pair[0], 16) + 1)
            for at, pair in enumerate(pairs)
        ),
    )
    return format_html(
        '<svg class="mq-bars {}" viewBox="0 0 63 16" role="img" aria-label="指纹条 {}">{}</svg>',
        size,
        digest[:8],
        rects,
    )


@register.inclusion_tag("parts/_hash.html")
def hash_chip(digest: str) -> dict[str, str]:
    """Show a code: bars, eight characters, a button that copies all."""
    return {"digest": digest}
