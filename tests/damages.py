"""What can befall a ``result.json`` on its way, field by field and as a whole."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

Change = Callable[[bytes], bytes]

# Of every type one value, so that each field meets at least six that are not its own.
_VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "a number": 1,
    "a text": "x",
    "a list": [],
    "an object": {},
    "a large number": 2**53,
    "a fraction": 1.5,
}


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _first(old: bytes, new: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


def _deep(data: bytes) -> bytes:
    return data[:-1] + b',"zz":' + b"[" * 20 + b"]" * 20 + b"}"


WHOLE: dict[str, Change] = {
    "pretty print": lambda data: json.dumps(
        json.loads(data), ensure_ascii=False, indent=1, sort_keys=True
    ).encode(),
    "a blank after each comma": lambda data: data.replace(b",", b", "),
    "keys in another order": lambda data: json.dumps(
        dict(reversed(json.loads(data).items())), ensure_ascii=False, separators=(",", ":")
    ).encode(),
    "escaped to ASCII": _first(b'"format"', b'"\\u0066ormat"'),
    "a slash escaped": _first(b"mingqian-draw/1", b"mingqian-draw\\/1"),
    "the first key twice": _first(b"{", b'{"assurance":{"bits":1,"level":"low"},'),
    "the last key twice": lambda data: data[:-1] + b',"visits":[]}',
    "a key twice, inside": _first(b'{"bits":', b'{"bits":1,"bits":'),
    "a key twice, the same": _first(b'{"bits":256', b'{"bits":256,"bits":256'),
    "a BOM": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "a line feed at the end": lambda data: data + b"\n",
    "CR and LF at the end": lambda data: data + b"\r\n",
    "a blank before": lambda data: b" " + data,
    "NUL at the end": lambda data: data + b"\0",
    "twice": lambda data: data + data,
    "empty": lambda _: b"",
    "cut off": lambda data: data[:-1],
    "cut in half": lambda data: data[: len(data) // 2],
    "a byte that is not UTF-8": lambda data: data[:20] + b"\xff" + data[21:],
    "a fraction": _first(b'"bits":256', b'"bits":256.0'),
    "an exponent": _first(b'"bits":256', b'"bits":256e0'),
    "minus nothing": _first(b'"bits":256', b'"bits":-0'),
    "a leading nought": _first(b'"bits":256', b'"bits":0256'),
    "an integer too large": _first(b'"bits":256', b'"bits":9007199254740992'),
    "an integer of many digits": _first(b'"bits":256', b'"bits":' + b"9" * 5000),
    "not a number": _first(b'"bits":256', b'"bits":NaN'),
    "infinity": _first(b'"bits":256', b'"bits":-Infinity'),
    "deeper than allowed": _deep,
    "much deeper": lambda data: data[:-1] + b',"zz":' + b"[" * 100_000,
    "half a character": _first(b'"level":"', b'"level":"\\ud800'),
    "a control character": _first(b'"level":"', b'"level":"\x01'),
    "a key outside ASCII": lambda data: data[:-1] + ',"见":1}'.encode(),
    "a prototype": lambda data: b'{"__proto__":{},' + data[1:],
    "only a list": lambda _: b"[]",
    "only null": lambda _: b"null",
    "only a text": lambda _: b'"result"',
}


def damages(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give every damage by its name: of the whole, and of each field."""
    for name, change in WHOLE.items():
        yield name, change(data)
    yield from fields(data)


def fields(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Damage each field in turn: another type, gone, one more beside it."""
    for path in _paths(json.loads(data)):
        name = ".".join(map(str, path))
        for word, value in _VALUES.items():
            changed, parent = _parent(data, path)
            if parent[path[-1]] != value:
                parent[path[-1]] = value
                yield f"{name} is {word}", _written(changed)
        changed, parent = _parent(data, path)
        del parent[path[-1]]
        yield f"{name} is missing", _written(changed)
        if isinstance(path[-1], str):
            changed, parent = _parent(data, path)
            parent[f"{path[-1]}x"] = 1
            yield f"one more beside {name}", _written(changed)


def _parent(data: bytes, path: tuple[str | int, ...]) -> tuple[Any, Any]:
    whole = copy.deepcopy(json.loads(data))
    parent = whole
    for step in path[:-1]:
        parent = parent[step]
    return whole, parent


def _paths(value: object, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """List the way to each field; of a list its first member stands for all."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield (*above, key)
            yield from _paths(member, (*above, key))
    elif isinstance(value, list) and value:
        yield (*above, 0)
        yield from _paths(value[0], (*above, 0))
