"""The files of a small fictional bureau, and its ceremony by the real commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mingqian.sources.witness import commit
from mingqian_cli.__main__ import main
from tests.support import examples

DRAW = "2023-0003"
VALUE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SEALED = "2023-08-23T15:00:00Z"
REVEALED = "2023-08-23T15:40:00Z"
DRAND = "2023-08-23T16:00:00Z"
HELD = "2023-08-23T16:05:00Z"

_FIRMS = [
    (
        f"91990107MA{n:06d}0X",
        f"青禾第{n}商行",
        "零售" if n % 2 else "餐饮",
        "注销" if n == 5 else "存续",
    )
    for n in range(1, 25)
]
_PEOPLE = [
    (
        f"J{n:03d}",
        f"检查员{n}",
        "JC",
        "2023-01-01" if n == 7 else "2030-01-01",
        "在编",
        "请假" if n == 8 else "在岗",
    )
    for n in range(1, 9)
]


def table(heads: str, rows: Sequence[Sequence[str]]) -> str:
    """Write a CSV of simple cells."""
    return "\n".join([heads, *(",".join(row) for row in rows)]) + "\n"


DIRECTORY = table("统一社会信用代码,企业名称,行业,登记状态", _FIRMS)
INSPECTORS = table("人员编号,姓名,人员组,证件有效期,编制,状态", _PEOPLE)
CONFLICTS = "人员编号,统一社会信用代码,类别\nJ001,91990107MA0000010X,回避\n"
PLAN = """
[draw]
code = "2023-0003"
organisation = "青禾区人力资源和社会保障局"
title = "演练"
task = "T-1"
mode = "{mode}"
deadline = "2023-08-24T08:00:00Z"

[files]
directory = "名录.csv"
inspectors = "人员.csv"
conflicts = "回避.csv"

[directory]
at = "2023-08-23T01:00:00Z"
local_codes = true

[[items]]
code = "GZZF"
version = 1
title = "支付工资"
published = "2023-02-10"
ceiling = 5000

[[strata]]
code = "A"
title = "零售"
item = "GZZF"
where = {{ "行业" = ["零*"] }}
permyriad = 3000
reserve = 3
team = [{{ pool = "JC", count = 2 }}]

[[exclusions]]
code = "ZX"
text = "已注销"
where = {{ "登记状态" = ["注销"] }}

[[sources]]
kind = "drand"
round = 1000

[[sources]]
kind = "witness"
name = "周岚"
unit = "纪检"
capacity = "监督员"
commitment = "{commitment}"
"""


def write(place: Path, *, mode: str = "open", **changes: str) -> Path:
    """Write the files; ``changes`` replace text in the plan."""
    text = PLAN.format(mode=mode, commitment=commit(DRAW, "周岚", VALUE))
    for old, new in changes.items():
        text = text.replace(old, new)
    place.mkdir(parents=True, exist_ok=True)
    files = {
        "名录.csv": DIRECTORY,
        "人员.csv": INSPECTORS,
        "回避.csv": CONFLICTS,
        "计划.toml": text,
    }
    for name, content in files.items():
        (place / name).write_text(content, encoding="utf-8")
    return place / "计划.toml"


def steps(place: Path, *, mode: str = "open") -> dict[str, list[str]]:
    """Name the commands of a whole ceremony, in their order."""
    draw, log = str(place / DRAW), ["--log", str(place / "log")]
    made = {
        "init": ["log", "init", "--origin", "log.qinghe.example", *log],
        "prepare": ["prepare", str(place / "资料" / "计划.toml"), draw],
        "seal": ["seal", draw, *log, "--at", SEALED],
        "witness": ["reveal", draw, "2", "--value", VALUE, *log, "--at", REVEALED],
        "drand": [
            *("reveal", draw, "1", "--value", examples.ROUND_VALUE),
            *("--signature", examples.ROUND_SIGNATURE, *log, "--at", DRAND),
        ],
        "hold": ["hold", draw, *log, "--at", HELD],
    }
    if mode == "sealed":
        made["open"] = ["open", draw, *log, "--at", HELD]
    made["export"] = ["export", draw, str(place / "证据.zip"), *log]
    return made


def run(commands: Sequence[list[str]]) -> list[int]:
    """Run commands one after the other."""
    return [main(words) for words in commands]


def held(place: Path, *, mode: str = "open") -> Path:
    """Hold a whole ceremony; give the evidence zip."""
    write(place / "资料", mode=mode)
    codes = run(list(steps(place, mode=mode).values()))
    assert set(codes) == {0}
    return place / "证据.zip"
