"""A fictional bureau, made by arithmetic: no firm, person or region in it exists.

The region 990107 does not exist, so no code here can be anybody's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from mingqian_tables.sample_codes import number, subject_code

SUBJECTS = 3000
INSPECTORS = 40
UNITS = ("行政审批科", "人力资源管理科", "就业促进科", "养老工伤失业保险科", "综合执法大队")
POOLS = {
    "行政审批科": "ZH",
    "人力资源管理科": "RL",
    "就业促进科": "JY",
    "养老工伤失业保险科": "SB",
    "综合执法大队": "JC",
}
_PLACES = ("青禾", "石桥", "云岭", "东湖", "南屏", "松柏", "长汀", "白鹭", "金泽", "望川")
_BRANDS = (
    "启明",
    "恒达",
    "瑞丰",
    "安泰",
    "博远",
    "新禾",
    "天工",
    "众合",
    "华岳",
    "德邻",
    "海纳",
    "卓信",
)
_TRADES = {
    "建筑施工": ("建筑工程", "建设", "装饰工程"),
    "劳务派遣": ("人力资源服务", "劳务派遣"),
    "制造": ("机械制造", "食品", "纺织", "电子科技"),
    "批发零售": ("商贸", "超市", "物资"),
    "餐饮住宿": ("餐饮管理", "酒店"),
    "培训": ("职业培训学校", "教育咨询"),
}
_KINDS = ("有限责任公司", "股份有限公司", "个人独资企业", "合伙企业")
_STREETS = ("云岭街道", "青禾街道", "石桥镇", "东湖街道", "南屏镇", "松柏乡")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "岚静波敏涛雪峰倩磊娜勇洁军艳杰霞宁超云辉"


def directory() -> str:
    """Write the directory of subjects as CSV."""
    heads = (
        *("统一社会信用代码", "企业名称", "企业类型", "行业", "街道", "登记状态"),
        *("守法诚信等级", "本年度已检查次数"),
    )
    return _csv(heads, (_subject(n) for n in range(1, SUBJECTS + 1)))


def inspectors() -> str:
    """Write the directory of inspectors as CSV."""
    heads = (
        "人员编号",
        "姓名",
        "性别",
        "单位",
        "职务",
        "人员组",
        "证件有效期",
        "编制",
        "状态",
        "本年度派出次数",
    )
    return _csv(heads, (_inspector(n) for n in range(1, INSPECTORS + 1)))


def conflicts() -> str:
    """Write the register of recusals and of last year's visits as CSV."""
    rows = []
    for position in range(1, 121):
        who = f"YL{number(f'who {position}', INSPECTORS) + 1:03d}"
        firm = subject_code(number(f"firm {position}", SUBJECTS) + 1)
        rows.append((who, firm, "回避" if position % 3 == 0 else "轮换"))
    return _csv(("人员编号", "统一社会信用代码", "类别"), rows)


def _subject(position: int) -> Sequence[str]:
    trade = _pick(f"trade {position}", sorted(_TRADES))
    name = (
        _PLACES[number(f"place {position}", len(_PLACES))]
        + _pick(f"brand {position}", _BRANDS)
        + _pick(f"brand two {position}", _BRANDS)
        + _pick(f"line {position}", _TRADES[trade])
        + ("" if trade == "培训" else "有限公司")
    )
    state = "注销" if position % 97 == 0 else "存续"
    grade = "AAAABBBC"[number(f"grade {position}", 8)]
    visits = "2" if position % 61 == 0 else "1" if position % 7 == 0 else "0"
    kind = _pick(f"kind {position}", _KINDS)
    street = _pick(f"street {position}", _STREETS)
    return (subject_code(position), name, kind, trade, street, state, grade, visits)


def _inspector(position: int) -> Sequence[str]:
    unit = UNITS[position % len(UNITS)]
    name = _SURNAMES[position % len(_SURNAMES)] + _GIVEN[position * 7 % len(_GIVEN)]
    pools = POOLS[unit] if position % 4 else f"{POOLS[unit]} ZH"
    expires = "2023-06-30" if position == 13 else f"202{5 + position % 3}-12-31"  # noqa: PLR2004
    state = "请假" if position == 21 else "在岗"  # noqa: PLR2004
    sex = "女" if position % 2 else "男"
    post = "科员" if position % 5 else "科长"
    load = str(number(f"load {position}", 9))
    return (f"YL{position:03d}", name, sex, unit, post, pools, expires, "在编", state, load)


def _pick(word: str, among: Sequence[str]) -> str:
    return among[number(word, len(among))]


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue()


def plan(witnesses: Sequence[tuple[str, str, str, str]]) -> str:
    """Write the plan file; witnesses are (name, unit, capacity, commitment)."""
    sources = [_DRAND, *(_witness(*person) for person in witnesses)]
    return _PLAN + "".join(_stratum(*row) for row in _STRATA) + "".join(sources)


_PLAN = """# 虚构单位的演示计划：每一行都可以照自己的情况改
[draw]
code = "2023-0003"
organisation = "青禾区人力资源和社会保障局(虚构)"
title = "2023年第3批双随机联合抽查"
plan = "99010720230001"
task = "990107202308230001"
mode = "open"
deadline = "2023-08-24T08:00:00Z"
relax_rotation = true
limit = 12

[files]
directory = "名录.csv"
inspectors = "人员.csv"
conflicts = "回避.csv"

[directory]
at = "2023-08-23T01:00:00Z"

[tickets]
column = "守法诚信等级"
values = { A = 1, B = 2, C = 4 }

[[exclusions]]
code = "ZX"
text = "登记状态不是存续"
where = { "登记状态" = ["注销", "吊销", "撤销", "迁出"] }

[[exclusions]]
code = "CAP2"
text = "本年度已检查2次(工作计划：每年原则上不超过2次)"
at_least = { "本年度已检查次数" = 2 }

[[items]]
code = "GZZF"
version = 2
title = "支付工资和最低工资标准"
published = "2023-02-10"
ceiling = 2000

[[items]]
code = "LDHT"
version = 1
title = "订立劳动合同"
published = "2023-02-10"

[[items]]
code = "LWPQ"
version = 3
title = "劳务派遣"
published = "2023-02-10"

[[items]]
code = "SHBX"
version = 1
title = "参加社会保险和缴费"
published = "2023-02-10"
"""

_STRATA = (
    ("A", "建筑施工工资支付", "GZZF", "建筑施工", 300, 5, "JC", "RL"),
    ("B", "制造业劳动合同", "LDHT", "制造", 200, 5, "JC", "RL"),
    ("C", "劳务派遣单位", "LWPQ", "劳务派遣", 500, 5, "JY", "RL"),
    ("D", "社会保险联合检查", "SHBX", '餐饮住宿", "建筑施工", "制造', 150, 5, "JC", "SB"),
)

_DRAND = """
[[sources]]
kind = "drand"
round = 1000
"""


def _stratum(
    code: str,
    title: str,
    item: str,
    trade: str,
    permyriad: int,
    reserve: int,
    first: str,
    second: str,
) -> str:
    return f"""
[[strata]]
code = "{code}"
title = "{title}"
item = "{item}"
where = {{ "行业" = ["{trade}"] }}
permyriad = {permyriad}
min = 3
reserve = {reserve}
team = [{{ pool = "{first}", count = 1 }}, {{ pool = "{second}", count = 1 }}]
"""


def _witness(name: str, unit: str, capacity: str, commitment: str) -> str:
    return f"""
[[sources]]
kind = "witness"
name = "{name}"
unit = "{unit}"
capacity = "{capacity}"
commitment = "{commitment}"
"""
