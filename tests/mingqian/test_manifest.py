"""Manifest and result: every field is needed, and nothing else is taken (spec draw-v1 2.2, 6.1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mingqian import canonical, manifest, result
from mingqian.errors import FormatError
from mingqian.fields import Fields
from mingqian.manifest import Rule
from tests.support import examples

EXAMPLE = examples.tickets()
MANIFEST = json.loads(EXAMPLE.prepared.manifest.write())
RESULT = json.loads(examples.drand_and_witness().ceremony().result().write())
READERS: dict[str, tuple[Any, Callable[[bytes], Any]]] = {
    "manifest": (MANIFEST, manifest.read),
    "result": (RESULT, result.read),
}


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk the fields of an example; of a list only the first member."""
    if isinstance(value, dict):
        for key in value:
            yield (*path, key)
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list) and value:
        yield from paths(value[0], (*path, 0))


def changed(value: Any, path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> bytes:
    copy = json.loads(json.dumps(value))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return canonical.write(copy)


WALK = [(name, path) for name, (value, _) in READERS.items() for path in paths(value)]
IDS = [f"{name}-{'.'.join(map(str, path))}" for name, path in WALK]


@pytest.mark.parametrize(("name", "path"), WALK, ids=IDS)
def test_a_missing_field_is_named(name: str, path: tuple[Any, ...]) -> None:
    value, read = READERS[name]

    with pytest.raises(FormatError, match="缺少字段") as caught:
        read(changed(value, path, lambda inner, key: inner.pop(key)))

    assert str(path[-1]) in str(caught.value)


@pytest.mark.parametrize(("name", "path"), WALK, ids=IDS)
@pytest.mark.parametrize("wrong", [-1, "\x00", [None], {"x": 1}, True])
def test_a_field_of_another_kind_is_refused(
    name: str, path: tuple[Any, ...], wrong: object
) -> None:
    value, read = READERS[name]
    if path[-1] in {"relax_soft", "relaxed", "leader"} and wrong is True:
        wrong = "true"

    with pytest.raises(FormatError) as caught:
        read(changed(value, path, lambda inner, key: inner.__setitem__(key, wrong)))

    assert caught.value.file == f"{name}.json"


@pytest.mark.parametrize("name", READERS)
def test_an_unknown_field_is_refused(name: str) -> None:
    value, read = READERS[name]
    where = {"manifest": ("strata", 0, "rule", "x"), "result": ("visits", 0, "team", 0, "x")}

    for path in (("x",), where[name]):
        with pytest.raises(FormatError, match="未知的字段"):
            read(changed(value, path, lambda inner, key: inner.__setitem__(key, 1)))


def of_manifest(change: Callable[[dict[str, Any]], object]) -> bytes:
    copy = json.loads(json.dumps(MANIFEST))
    change(copy)
    return canonical.write(copy)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m: m["strata"].reverse(), "strata 应按编码升序"),
        (lambda m: m["items"].append(m["items"][-1]), "items 应按编码升序"),
        (lambda m: m["files"].reverse(), "files 应按编码升序"),
        (lambda m: m["files"].pop(), "files 应正好是"),
        (lambda m: m["exclusion_reasons"].reverse(), "exclusion_reasons 应按"),
        (lambda m: m.update(voids=["B", "A"]), "voids 应按"),
        (lambda m: m.update(voids=["坏"]), "不是代码"),
        (lambda m: m["strata"][1]["team"].reverse(), "team 应按"),
        (lambda m: m.update(items=[]), "items 不能为空"),
        (lambda m: m.update(strata=[]), "strata 不能为空"),
        (lambda m: m.update(sources=[]), "sources 不能为空"),
        (lambda m: m["strata"][0].update(item="X"), "没有在 items 中声明"),
        (lambda m: m.update(mode="sealed"), "secret_commitment"),
        (lambda m: m.update(secret_commitment="0" * 64), "secret_commitment"),
        (lambda m: m.update(t0="2023-08-23T15:59:25Z"), "t0 应为"),
        (lambda m: m.update(deadline=m["t0"]), "应晚于最后一个公开来源"),
        (lambda m: m["sources"].pop(0), "至少要有一个公开来源"),
        (lambda m: m["strata"][0]["rule"].update(permyriad=10001), "permyriad"),
        (lambda m: m["strata"][0]["rule"].update(min=9, max=8), "max"),
        (lambda m: m.update(ticket_base=2521), "ticket_base"),
        (lambda m: m["sources"][0].update(kind="moon"), "kind"),
        (lambda m: m["sources"][0].update(chain="default"), "chain"),
    ],
)
def test_what_the_manifest_alone_can_show_is_required(
    change: Callable[[dict[str, Any]], object], says: str
) -> None:
    with pytest.raises(FormatError, match=says):
        manifest.read(of_manifest(change))


def test_a_manifest_that_is_no_object_is_refused() -> None:
    with pytest.raises(FormatError, match="整个文件 应是一个对象"):
        manifest.read(b"[]")


def test_the_commitment_is_the_digest_of_the_bytes() -> None:
    made = EXAMPLE.prepared.manifest

    assert manifest.read(made.write()) == made
    assert made.commitment == canonical.digest(made.write())


@pytest.mark.parametrize(
    ("rule", "size", "draw"),
    [
        (Rule(permyriad=300, least=0, most=None), 100, 3),
        (Rule(permyriad=300, least=0, most=None), 101, 4),
        (Rule(permyriad=300, least=5, most=None), 100, 5),
        (Rule(permyriad=300, least=5, most=None), 4, 4),
        (Rule(permyriad=5000, least=0, most=10), 100, 10),
        (Rule(permyriad=0, least=0, most=None), 100, 0),
        (Rule(permyriad=10000, least=0, most=None), 7, 7),
        (Rule(permyriad=1, least=0, most=None), 1, 1),
    ],
)
def test_the_number_drawn_is_a_share_rounded_up_between_its_bounds(
    rule: Rule, size: int, draw: int
) -> None:
    assert rule.draw(size) == draw


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: r["strata"].reverse(), "strata 应按"),
        (lambda r: r["visits"].reverse(), "visits 应按"),
        (lambda r: r["loads"].reverse(), "loads 应按"),
        (lambda r: r["strata"][0]["cutoff"].update(value="01"), "十进制整数"),
        (lambda r: r["strata"][0]["cutoff"].update(x=1), "未知的字段"),
        (lambda r: r["assurance"].update(level="high"), "level"),
        (lambda r: r["sources"][0].update(signature="00"), "signature"),
    ],
)
def test_what_the_result_alone_can_show_is_required(
    change: Callable[[dict[str, Any]], object], says: str
) -> None:
    copy = json.loads(json.dumps(RESULT))
    change(copy)

    with pytest.raises(FormatError, match=says):
        result.read(canonical.write(copy))


@pytest.mark.parametrize("make", examples.ALL.values(), ids=examples.ALL)
def test_every_result_is_read_as_it_was_written(make: Callable[[], Any]) -> None:
    made = make().ceremony().result()

    assert result.read(made.write()) == made


def test_fields_that_may_be_absent_can_be_asked_for() -> None:
    fields = Fields({"a": 1, "b": 2}, file="x", rule="y")

    assert (fields.has("a"), fields.has("c"), fields.names()) == (True, False, ["a", "b"])
