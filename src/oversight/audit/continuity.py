"""Checks that nothing was rolled back: all that was signed is still there (log-v1 7)."""

from __future__ import annotations

from dataclasses import dataclass

from mingqian.errors import MingqianError
from mingqian.log.checkpoint import Checkpoint
from mingqian.log.tiles import Tiles
from mingqian_ceremony.file_log import FileLog
from oversight.audit import head_copy, publication
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError


class RolledBackError(DomainError):
    """Fewer entries are there than were signed: nothing is appended until it is cleared up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCounts:
    """How many entries database and files hold, and what was kept outside the folder."""

    database: int
    files: int
    kept: Checkpoint | None
    is_forked: bool
    """The kept head is not the beginning of the files: they tell another history."""

    @property
    def missing(self) -> int:
        """Count the entries that were signed once and are in neither database nor files."""
        present_size = max(self.database, self.files)
        return max(0, self.kept.size - present_size) if self.kept else 0

    @property
    def problem(self) -> str:
        """Say what is wrong and what to do; empty where nothing is."""
        if self.is_forked and self.kept:
            return (
                f"留存的链头（第 {self.kept.size} 条，{self.kept.root.hex()[:16]}…）和日志文件不是"
                "同一段历史：日志被改写过。请保留现场，告诉监督部门"
            )
        if self.missing and self.kept:
            return (
                f"留存的链头有 {self.kept.size} 条，这里只有 {max(self.database, self.files)} 条："
                f"少了 {self.missing} 条，数据库和文件夹一起恢复成了旧的备份"
            )
        if self.files > self.database:
            return (
                f"日志文件已有 {self.files} 条，数据库只有 {self.database} 条："
                f"少了 {self.files - self.database} 条，数据库是旧的备份"
            )
        return ""


def count_entries(database: int) -> EntryCounts:
    """Compare database, files and what was kept; the log's signature is verified.

    Raises:
        LogError: the log's own checkpoint or the kept head is damaged.
    """
    newest, kept_head = publication.newest(), head_copy.read_head()
    is_forked = False
    if kept_head is not None and kept_head.size <= newest.size:
        tiles = Tiles(FileLog(publication.folder()).read_tile, newest.size)
        is_forked = (
            tiles.root_at(kept_head.size) != kept_head.root or kept_head.origin != newest.origin
        )
    return EntryCounts(database=database, files=newest.size, kept=kept_head, is_forked=is_forked)


def require_whole(database: int) -> None:
    """Refuse to append to a database that holds less than was signed once; cheap.

    Raises:
        RolledBackError: it does, or the log's files are not there.
    """
    try:
        signed = [publication.signed_size()]
        kept_head = head_copy.read_head()
    except MingqianError as error:
        raise RolledBackError(
            f"日志文件不在或读不了（{problem_of(error)}）；没有做任何事。请系统管理员从备份恢复日志文件夹"
        ) from error
    if kept_head is not None:
        signed.append(kept_head.size)
    if max(signed) > database:
        raise RolledBackError(
            f"数据库有 {database} 条留痕，签过名的却有 {max(signed)} 条：数据恢复成了旧的备份；"
            "没有做任何事。请系统管理员停下程序，按“备份和恢复”处理"
        )
