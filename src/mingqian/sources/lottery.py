"""An issue of a state lottery: its calendar and the form of its numbers (draw-v1 3.1, 3.6)."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import ClassVar

from mingqian import times
from mingqian.canonical import Json
from mingqian.errors import FormatError
from mingqian.fields import Fields

_EVERY_DAY = frozenset(range(7))
_FIRST_MINUTE = "20:00:00"
_LAST_MINUTE = "22:30:00"
_ORDINAL_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """How a game is drawn: ``count`` of ``top`` numbers, ``specials`` of ``special_top``."""

    name: str
    count: int
    top: int
    specials: int = 0
    special_top: int = 0
    special_is_apart: bool = True
    weekdays: frozenset[int] = _EVERY_DAY
    year_digits: int = 4

    @property
    def outcomes(self) -> int:
        """The number of equally likely draws."""
        left = self.special_top - (0 if self.special_is_apart else self.count)
        return math.comb(self.top, self.count) * math.comb(left, self.specials)


GAMES = {
    game.name: game
    for game in (
        Game(name="快乐8", count=20, top=80),
        Game(
            name="双色球",
            count=6,
            top=33,
            specials=1,
            special_top=16,
            weekdays=frozenset({1, 3, 6}),
        ),
        Game(
            name="大乐透",
            count=5,
            top=35,
            specials=2,
            special_top=12,
            weekdays=frozenset({0, 2, 5}),
            year_digits=2,
        ),
        Game(
            name="七乐彩",
            count=7,
            top=30,
            specials=1,
            special_top=30,
            special_is_apart=False,
            weekdays=frozenset({0, 2, 4}),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """One issue of a game, with the time of its draw."""

    kind: ClassVar[str] = "lottery"
    missing: ClassVar[str] = "none"
    game: str
    issue: str
    time: str

    @property
    def outcomes(self) -> int:
        """The number of equally likely values."""
        return GAMES[self.game].outcomes

    @property
    def identity(self) -> tuple[str, ...]:
        """What no two sources of a manifest may share (3.7)."""
        return (self.kind, self.game, self.issue)

    def misfit(self, value: str) -> FormatError | None:
        """Give the error of a value that has not the form of this game, or None."""
        game = GAMES[self.game]
        balls, plus, specials = value.partition("+")
        if bool(plus) != bool(game.specials):
            code = "lottery.specials-missing" if game.specials else "lottery.specials-unwanted"
            return FormatError(code, game=game.name)
        if not _are_numbers(balls, game.count, game.top):
            return FormatError("lottery.numbers", game=game.name, top=game.top, count=game.count)
        if plus and not _are_numbers(specials, game.specials, game.special_top):
            return FormatError(
                "lottery.specials", game=game.name, top=game.special_top, count=game.specials
            )
        if plus and not game.special_is_apart and specials in balls.split("."):
            return FormatError("lottery.special-repeated", game=game.name)
        return None

    def json(self) -> Json:
        """Write as in the manifest."""
        return {"kind": self.kind, "game": self.game, "issue": self.issue, "time": self.time}


def read(fields: Fields) -> Lottery:
    """Read the fields of a lottery source and require that its time fits the game (3.6)."""
    source = Lottery(
        game=fields.word("game", *GAMES), issue=fields.text("issue"), time=fields.time("time")
    )
    misfit = calendar_misfit(source)
    if misfit:
        fields.refuse(misfit.code, **misfit.values)
    return source


def calendar_misfit(source: Lottery) -> FormatError | None:
    """Give the error of issue and time that do not fit the game's calendar, or None (3.6)."""
    game = GAMES[source.game]
    local = times.beijing(source.time)
    if times.beijing_weekday(source.time) not in game.weekdays:
        return FormatError("lottery.weekday", game=game.name, day=local[:10])
    if not _FIRST_MINUTE <= local[11:] <= _LAST_MINUTE:
        return FormatError("lottery.hour", game=game.name, hour=local[11:])
    year = local[4 - game.year_digits : 4]
    if re.fullmatch(rf"{year}[0-9]{{{_ORDINAL_DIGITS}}}", source.issue) is None:
        return FormatError("lottery.issue", game=game.name, year=year, issue=source.issue)
    return None


def _are_numbers(text: str, count: int, top: int) -> bool:
    numbers = text.split(".")
    return (
        len(numbers) == count
        and all(re.fullmatch("[0-9]{2}", number) for number in numbers)
        and all(a < b for a, b in itertools.pairwise(numbers))
        and numbers[0] > "00"
        and int(numbers[-1]) <= top
    )
