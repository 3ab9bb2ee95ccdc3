"""What people read on the screen: tables that line up in Chinese, and plain sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from mingqian import manifest as manifests
from mingqian import sources, times
from mingqian.inclusion_probabilities import Odds
from mingqian.manifest import Manifest
from mingqian.result import Result
from mingqian.sources import Dice, Drand, Lottery, Source
from mingqian.verify import Check, Outcome, Report, summary
from mingqian_tables.table import About

MARKS = {
    Outcome.PASSED: "✓ 通过",
    Outcome.FAILED: "✕ 不通过",
    Outcome.SELF_ASSERTED: "！仅自述",
    Outcome.BY_EYE: "… 请目测",
}
LEVELS = {sources.PUBLIC: "公开来源", sources.PRESENT: "当场骰子", sources.LOW: "低"}
_GROUP = 8
_ASIDE = 5


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table; numbers stand to the right."""
    cells = [[str(value) for value in row] for row in rows]
    numeric = [
        all(isinstance(row[at], int) for row in rows) if isinstance(rows, Sequence) else False
        for at in range(len(headings))
    ]
    widths = [max(map(width, column)) for column in zip(headings, *cells, strict=True)]
    lines = [
        "  ".join(_padded(*cell) for cell in zip(row, widths, numeric, strict=True)).rstrip()
        for row in [list(headings), *cells]
    ]
    lines.insert(1, "  ".join("─" * columns for columns in widths))
    return "\n".join(lines)


def table_read(about: About) -> str:
    """Say what of a file was read, so that its counts add up."""
    sheet = f"工作表“{about.sheet}”，" if about.sheet else ""
    counts = about.counts
    head = f"{about.file}:{sheet}第 {about.heading_row} 行是表头"
    lines = [f"{head}；读 {counts.read} 行 = 取 {counts.taken} + 要改 {counts.refused}"]
    lines += [
        f"  第 {line.line} 行没有读({line.cause}):{line.text}" for line in about.aside[:_ASIDE]
    ]
    if counts.aside > _ASIDE:
        lines.append(f"  … 共 {counts.aside} 行这样没有读")
    return "\n".join([*lines, *(f"  {note}" for note in about.notes)])


def width(text: str) -> int:
    """Count the columns a text takes on a screen."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def grouped(digest: str) -> str:
    """Write a digest in groups of eight, to be copied by hand."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def moment(time: str) -> str:
    """Write a time for people: UTC and Beijing."""
    return f"{time}(北京时间 {times.beijing(time)})"


def chance(value: Fraction) -> str:
    """Write a chance as per cent with two places, cut off, not rounded up."""
    hundredths = value.numerator * 10_000 // value.denominator
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def source(declared: Source) -> str:
    """Name a source."""
    if isinstance(declared, Drand):
        return f"drand quicknet 第 {declared.round} 轮，{moment(declared.time)}"
    if isinstance(declared, Lottery):
        return f"{declared.game} 第 {declared.issue} 期，{moment(declared.time)}"
    if isinstance(declared, Dice):
        return f"骰子 {declared.count} 次，{declared.by},{declared.place},{moment(declared.time)}"
    return f"见证人 {declared.name}({declared.unit},{declared.capacity})"


def assurance(level: sources.Assurance) -> str:
    """Write level and bits."""
    return f"{LEVELS[level.level]},{level.bits} 位"


def odds_table(manifest: Manifest, odds: Sequence[Odds]) -> str:
    """Lay out everybody's chances, as they are printed before the draw."""
    rows = []
    for stratum, stratum_odds in zip(manifest.strata, odds, strict=True):
        for tickets, holders, each in stratum_odds.chances or ((1, 0, Fraction(0)),):
            rows.append(
                (
                    stratum.code,
                    stratum.title,
                    stratum.size,
                    stratum.draw,
                    tickets,
                    holders,
                    chance(each),
                )
            )
    return table(("层", "名称", "参加", "应抽", "签数", "家数", "每家机会"), rows)


def visits_table(result: Result, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Lay out who is visited by whom."""
    rows = []
    for visit in result.visits:
        team = "、".join(
            ("*" if slot.leader else "") + (names.get(slot.inspector, slot.inspector))
            if slot.inspector is not None
            else "(空缺)"
            for slot in visit.team
        )
        strata = "、".join(titles.get(code, code) for code in visit.strata)
        rows.append((visit.subject, names.get(visit.subject, ""), strata, team))
    return table(("代码", "名称", "抽中它的层", "检查人员(* 组长)"), rows)


def titles(manifest: Manifest) -> dict[str, str]:
    """Map the codes of the strata to their titles."""
    return {stratum.code: stratum.title for stratum in manifest.strata}


def report(verification: Report) -> str:
    """Write a verification: every check, the notes, and the sum in one sentence."""
    lines = [_check(check) for check in verification.checks]
    lines += (
        ["", "另请留意：", *(f"  · {note}" for note in verification.notes)]
        if verification.notes
        else []
    )
    return "\n".join([*lines, "", f"{summary(verification.checks)}。{verification.verdict}"])


def mode(manifest: Manifest) -> str:
    """Name the mode."""
    return "密封" if manifest.mode == manifests.SEALED else "公开"


def _check(check: Check) -> str:
    text = f"{MARKS[check.outcome]:<8} {check.name}:{check.says}"
    if check.where:
        text += f"\n           处：{check.where}"
    if check.expected is not None or check.actual is not None:
        text += f"\n           应为 {check.expected}\n           实为 {check.actual}"
    return text


def _padded(text: str, to: int, is_number: bool) -> str:  # noqa: FBT001
    gap = " " * (to - width(text))
    return gap + text if is_number else text + gap
