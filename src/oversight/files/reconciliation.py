"""What lies in the store against what rows say and apps use: every byte is read and counted."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.models import Organisation
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.common.errors import TamperedError
from oversight.files import store
from oversight.files.models import StoredFile
from oversight.files.store import Store
from oversight.files.uses import used_files

_BYTES = "内容"


def check(range_: Range) -> Iterator[Step]:
    """Compare files: a whole check reads all bytes, any other only looks whether they are there."""
    rows, keeper = StoredFile.objects.select_related("organisation").order_by("pk"), store.current()
    total, missing = rows.count(), used_files()
    for done, row in enumerate(rows.iterator(chunk_size=100), start=1):
        missing.discard((row.organisation_id, row.digest))
        yield done, total, list(_file(keeper, row, is_whole=range_.is_whole))
    scopes = dict(Organisation.objects.values_list("pk", "path"))
    yield (
        total,
        total,
        [
            Subject(kind="file", number=digest, scope=scopes.get(bureau, "/")).is_missing()
            for bureau, digest in sorted(missing)
        ],
    )


def _file(keeper: Store, row: StoredFile, *, is_whole: bool) -> Iterator[Difference]:
    about = Subject(kind="file", number=row.digest, scope=row.organisation.path)
    try:
        yield from about.differs("大小", row.size, keeper.size(row.digest))
        if is_whole:
            yield from about.differs(_BYTES, row.digest, _counted(keeper, row.digest))
            if row.thumbnail:
                yield from about.differs("小图", row.thumbnail, _counted(keeper, row.thumbnail))
    except TamperedError:
        yield about.says(_BYTES, row.digest, "没有文件")


def _counted(keeper: Store, digest: str) -> str:
    with keeper.open(digest) as file:
        return store.digest_of(file)
