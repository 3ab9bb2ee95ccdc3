"""Published records that every verifier must take, and some that it must refuse (disclosure-v1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from mingqian import canonical, disclosure
from mingqian.disclosure import FieldOpening, Opening, Value

FIELDS: Mapping[str, Value] = {
    "subject": "明山市青禾区示例餐饮店",
    "items": [{"code": "I-01", "result": "未发现问题"}, {"code": "I-02", "result": "𠮷"}],
    "officers": ["QH-0001", "QH-0002"],
    "amount": -9007199254740991,
    "is_final": True,
    "note": None,
    "remark": '引号"、反斜杠\\、换行\n、\u007f\ufeff',
}
SALTS = {name: bytes([17 * number]) * 16 for number, name in enumerate(sorted(FIELDS), start=1)}
RECORD = disclosure.seal("result", "明人社查〔2026〕7号", 1, FIELDS, SALTS)
LATER = disclosure.seal(
    "result", "明人社查〔2026〕7号", 2, FIELDS, SALTS, disclosure.digest(RECORD)
)
COMMITMENT = {
    "name": "items",
    "salt": SALTS["items"].hex(),
    "value": FIELDS["items"],
    "commitment": disclosure.commitment("items", FIELDS["items"], SALTS["items"]),
}


def opening(record: bytes, *names: str) -> bytes:
    """Write a published file that opens these fields."""
    return disclosure.write_opening(
        Opening(
            record=record,
            opened=tuple(FieldOpening(name, FIELDS[name], SALTS[name]) for name in names),
            withheld={name: "商业秘密" for name in FIELDS if name not in names},
        )
    )


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(opening(RECORD, "subject", "items"))
    change(content)
    return canonical.write(content)


def _swap(content: dict[str, Any]) -> None:
    items, subject = content["opened"]
    items["salt"], subject["salt"] = subject["salt"], items["salt"]


def _nested(content: dict[str, Any]) -> None:
    content["opened"][0]["value"] = [[[[[[[[["deep"]]]]]]]]]


ACCEPTED: Mapping[str, bytes] = {
    "everything": opening(RECORD, *FIELDS),
    "some": opening(RECORD, "subject", "items"),
    "nothing": opening(RECORD),
    "later version": opening(LATER, "subject", "is_final"),
}
REFUSED: Mapping[str, bytes] = {
    "value changed": _changed(lambda file: file["opened"][1].update(value="别家")),
    "text for null": _changed(
        lambda file: (
            file["opened"].insert(
                1, {"name": "note", "salt": SALTS["note"].hex(), "value": "null"}
            ),
            file["withheld"].pop("note"),
        )
    ),
    "salts swapped": _changed(_swap),
    "salt too short": _changed(lambda file: file["opened"][0].update(salt="00")),
    "commitment changed": _changed(lambda file: file["record"]["fields"].update(items="0" * 64)),
    "field of no record": _changed(
        lambda file: file["opened"].append({"name": "z", "salt": "0" * 32, "value": 1})
    ),
    "opened twice": _changed(lambda file: file["opened"].append(file["opened"][1])),
    "opened and withheld": _changed(lambda file: file["withheld"].update(items="个人隐私")),
    "neither": _changed(lambda file: file["withheld"].pop("note")),
    "withheld unknown": _changed(lambda file: file["withheld"].update(other="个人隐私")),
    "withheld without reason": _changed(lambda file: file["withheld"].update(note="")),
    "nested too deep": _changed(_nested),
    "first with previous": _changed(lambda file: file["record"].update(previous="0" * 64)),
    "later without previous": _changed(lambda file: file["record"].update(version=2)),
    "version zero": _changed(lambda file: file["record"].update(version=0)),
    "no fields": _changed(
        lambda file: (file["record"].update(fields={}), file.update(opened=[], withheld={}))
    ),
    "strange name": _changed(lambda file: file["record"]["fields"].update({"a b": "0" * 64})),
    "other format": _changed(lambda file: file["record"].update(format="disclosure-v2")),
    "unknown field": _changed(lambda file: file.update(more=1)),
    "not canonical": opening(RECORD) + b"\n",
    "empty": b"",
}
