"""From raw rows to a table: which sheet, which headings, which rows are records, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from mingqian_tables import deep_headings, errors, headings, uscc
from mingqian_tables.errors import TableError
from mingqian_tables.normalisation import REPLACEMENT, plain_cells
from mingqian_tables.raw import Limits, Merge, RawFault, RawFile, RawRow, RawSheet, column_name
from mingqian_tables.table import TEXT, About, Counts, Row, RowFault, SkippedRow, WantedColumns

MOST_ASIDE = 1000
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|名称[?？])|#{3,}|Err:[0-9]+",
    re.IGNORECASE,
)
_MEND = "请在表格里改正这一格后重新导入"
_MORE = "比表头多出内容"
_MORE_ADVICE = (
    "请核对这一行：可能是内容里的分隔符把一格拆成了两格；给这一格加上引号，或删去多余的内容"
)
_SPLIT = "请取消合并，在每一行填上内容后重新导入"
_SHOWN = 60
_ROWS_SHOWN = 5
_COUNTED = ("aside", "taken", "refused")


@dataclass(slots=True, kw_only=True)
class Judge:
    """Judges the rows of one sheet; what it has counted is complete when the rows are."""

    file: str
    raw: RawFile
    sheet: RawSheet
    limits: Limits
    heading_row: int = 0
    headings: tuple[str, ...] = ()
    aside: list[SkippedRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    spare: int = 0
    merged: dict[int, list[Merge]] = field(default_factory=dict)
    unnamed: set[int] = field(default_factory=set)
    _gaps: list[int] = field(default_factory=list)

    def rows(self, chosen: int | None, wanted: WantedColumns | None) -> Iterator[Row]:
        """Judge every record, in order.

        Raises:
            TableError: no row looks like headings, or there are too many rows.
        """
        source = self._limited(self.sheet.rows())
        first = list(islice(source, headings.LOOKED_AT))
        merges = self.sheet.merges()
        at = self._place_of_headings(first, chosen, source, merges, wanted)
        end = at + deep_headings.rows(first, at, merges)
        self._take_headings(first[at], deep_headings.cells(first[at:end], merges))
        for row in first[:at]:
            self._put_aside(row, headings.ABOVE)
        for row in first[at + 1 : end]:
            self._put_aside(row, headings.BELOW)
        self._note_merges(merges, first[end - 1].number)
        self._note_habit(first[end:])
        yield from self._records(_joined(first[end:], source))

    def about(self, other_notes: Sequence[str]) -> About:
        """Say what was read."""
        counts = Counts(rows=1 + sum(self.counts.values()), **self.counts)
        return About(
            file=self.file,
            kind=self.raw.kind,
            encoding=self.raw.encoding,
            sheet=self.sheet.name,
            heading_row=self.heading_row,
            headings=self.headings,
            counts=counts,
            aside=tuple(self.aside),
            notes=(*self.raw.notes, *other_notes, *self.sheet.notes(), *self._notes()),
        )

    def _notes(self) -> list[str]:
        names = "、".join(column_name(at) for at in sorted(self.unnamed))
        return [f"{names} 列没有表头，里面的内容没有读"] if names else []

    def _limited(self, rows: Iterator[RawRow]) -> Iterator[RawRow]:
        count = 0
        for row in rows:
            row.cells = plain_cells(row.cells)
            if not row.faults and not any(row.cells):
                continue
            count += 1
            if count > self.limits.rows:
                raise TableError(
                    errors.TOO_LONG, problem=f"超过 {self.limits.rows} 行；请拆成几个文件"
                )
            yield row

    def _place_of_headings(
        self,
        first: list[RawRow],
        chosen: int | None,
        source: Iterator[RawRow],
        merges: Sequence[Merge],
        wanted: WantedColumns | None,
    ) -> int:
        if not first:
            raise TableError(errors.EMPTY, problem="表格是空的：没有表头")
        if chosen is not None:
            while first[-1].number < chosen and (row := next(source, None)) is not None:
                first.append(row)
            places = [at for at, row in enumerate(first) if row.number == chosen]
            if not places:
                raise TableError(
                    errors.NO_HEADINGS, problem=f"第 {chosen} 行是空的，不是表头", line=chosen
                )
            return places[0]
        place = headings.row_of_headings(deep_headings.candidates(first, merges), wanted)
        if place is None:
            raise _no_headings(first, wanted)
        return place

    def _take_headings(self, row: RawRow, cells: list[str]) -> None:
        self.heading_row = row.number
        filled = max((at for at, cell in enumerate(cells, start=1) if cell), default=0)
        self.headings = tuple(cells[:filled])
        self._gaps = [at for at, heading in enumerate(self.headings) if not heading]
        # Empty cells behind the last heading are the habit of whoever wrote the file.
        self.spare = len(cells) - filled

    def _note_merges(self, merges: Sequence[Merge], last: int) -> None:
        for merge in merges:
            is_wide = merge.left >= len(self.headings)
            if merge.bottom <= last or is_wide or _is_single(merge):
                continue
            top = max(merge.top, last + 1)
            for number in range(top, min(merge.bottom, top + self.limits.rows) + 1):
                self.merged.setdefault(number, []).append(merge)

    def _records(self, rows: Iterator[RawRow]) -> Iterator[Row]:
        again = list(self.headings)
        for raw, following in _paired(rows):
            cells = raw.cells
            is_whole = all(fault.place is not None for fault in raw.faults)
            if is_whole and headings.is_footer(cells):
                self._put_aside(raw, headings.FOOTER)
                continue
            if cells[: len(again)] == again:
                self._put_aside(raw, headings.AGAIN)
                continue
            row = self._judged(raw, cells, following)
            self.unnamed.update(at for at in self._gaps if at < len(cells) and cells[at])
            self.counts["refused" if row.faults else "taken"] += 1
            yield row

    def _note_habit(self, first: list[RawRow]) -> None:
        """Allow empty cells behind the last heading where every row has as many of them."""
        width = len(self.headings)
        rows = [row for row in first if not row.faults and not headings.is_footer(row.cells)]
        if len(rows) > 1:
            self.spare = max(self.spare, min(row.width for row in rows) - width)

    def _judged(self, raw: RawRow, cells: list[str], following: RawRow | None) -> Row:
        faults = [*raw.faults, *_faults_of_cells(cells, {fault.place for fault in raw.faults})]
        faults += self._faults_of_width(raw, cells, following)
        if self.merged:
            merges = self.merged.get(raw.number, ())
            faults += [RawFault(merge.left, "是合并的单元格", _SPLIT) for merge in merges]
        width = len(self.headings)
        own_cells = cells if len(cells) <= width else cells[: max(width, _filled(cells))]
        return Row(
            number=raw.number,
            cells=tuple(own_cells),
            kinds=raw.kinds[: len(own_cells)] if raw.kinds.strip(TEXT) else "",
            faults=tuple(self._fault(raw, cells, fault) for fault in faults),
        )

    def _faults_of_width(
        self, raw: RawRow, cells: list[str], following: RawRow | None
    ) -> list[RawFault]:
        width = len(self.headings)
        if any(fault.place is None for fault in raw.faults):
            return []
        if any(cells[width:]):
            return [RawFault(width, _MORE, _MORE_ADVICE)]
        if not self.sheet.has_widths:
            return []
        if raw.width > width + self.spare:
            return [RawFault(width, _MORE, _MORE_ADVICE)]
        if following is not None and _is_rest(raw, following, width):
            cause = f"疑似与第 {following.number} 行是一行，被换行拆成了两行"
            return [RawFault(None, cause, "请把两行合成一行，或给有换行的一格加上引号")]
        return []

    def _fault(self, raw: RawRow, cells: list[str], fault: RawFault) -> RowFault:
        place = fault.place
        name = "整行"
        if place is not None:
            name = self.headings[place] if place < len(self.headings) else ""
            name = name or f"{column_name(place)}列"
        value = "" if place is None or place >= len(cells) else cells[place]
        if place is None and not self.sheet.has_widths:
            value = ""
        return RowFault(
            line=raw.number,
            place=place,
            column=name,
            value=uscc.masked(value)[:_SHOWN],
            cause=fault.cause,
            advice=fault.advice,
        )

    def _put_aside(self, raw: RawRow, cause: str) -> None:
        self.counts["aside"] += 1
        if len(self.aside) < MOST_ASIDE:
            text = "　".join(cell for cell in raw.cells if cell)
            self.aside.append(
                SkippedRow(line=raw.number, text=uscc.masked(text)[:_SHOWN], cause=cause)
            )


def _filled(cells: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell), default=0)


def _is_single(merge: Merge) -> bool:
    return merge.top == merge.bottom and merge.left == merge.right


def _joined(first: list[RawRow], rest: Iterator[RawRow]) -> Iterator[RawRow]:
    yield from first
    yield from rest


def _paired(rows: Iterator[RawRow]) -> Iterator[tuple[RawRow, RawRow | None]]:
    held: RawRow | None = None
    for row in rows:
        if held is not None:
            yield held, row
        held = row
    if held is not None:
        yield held, None


def _is_rest(row: RawRow, following: RawRow, width: int) -> bool:
    """Tell whether the next line looks like the rest of this one: short, and no code in front."""
    is_short = row.width < width and following.width < width
    is_sum = row.width + following.width == width + 1 and following.number == row.number + 1
    start = following.cells[0] if following.cells else ""
    return is_short and is_sum and not any(part.isdigit() for part in start)


def _faults_of_cells(cells: list[str], known: set[int | None]) -> list[RawFault]:
    faults: list[RawFault] = []
    row = "\n".join(cells)
    if "#" not in row and ":" not in row and REPLACEMENT not in row:
        return faults
    for place, cell in enumerate(cells):
        if not cell or place in known:
            continue
        if cell[0] in "#Ee" and _ERROR.fullmatch(cell):
            faults.append(RawFault(place, f"是错误值 {cell}", _MEND))
        elif REPLACEMENT in cell:
            faults.append(RawFault(place, "有丢失的字(显示为 \N{REPLACEMENT CHARACTER})", _MEND))
    return faults


def _no_headings(first: list[RawRow], wanted: WantedColumns | None) -> TableError:
    given = (wanted.given if wanted else None) or {}
    required = "、".join(
        f"“{given.get(meaning) or wanted.synonyms[meaning][0]}”"
        for meaning in (wanted.required if wanted else ())
        if wanted is not None
    )
    first_rows = [(row.number, row.cells) for row in first[:_ROWS_SHOWN]]
    number, cells = first_rows[0]
    seen = uscc.masked("、".join(cell for cell in cells if cell))[:_SHOWN]
    return TableError(
        errors.NO_HEADINGS,
        problem=f"前 {len(first)} 行里没有一行像表头：要有 {required} 几列；"
        f"第 {number} 行是 {seen}。请改表头，或指明表头在第几行、各列叫什么",
        rows=[[number, cells] for number, cells in first_rows],
    )
