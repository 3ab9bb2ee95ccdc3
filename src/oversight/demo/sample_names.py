"""Firms, people and streets, made by arithmetic, so that every demonstration is the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from mingqian_tables.sample_codes import number, subject_code

SUBJECTS = 1354
STREETS = (
    *("城关街道", "柳河镇", "北渚镇", "云岭街道", "石桥镇", "东湖街道", "南屏镇", "松柏乡"),
    *("长汀街道", "白鹭镇"),
)
HEADINGS = (
    *("单位名称", "社会信用代码", "企业类型", "所属行业", "法定代表人", "经营地址", "街道"),
    *("联系人", "联系电话", "成立日期", "登记状态", "诚信等级", "风险分类", "标签", "所属科室"),
)
SECTIONS = ("人力资源管理科", "就业促进科", "养老工伤失业保险科", "人力资源和社会保障综合执法大队")
_TRADES = (
    "建筑业",
    "制造业",
    "批发和零售业",
    "住宿和餐饮业",
    "租赁和商务服务业",
    "教育",
    "居民服务业",
    "交通运输业",
)
_LINES = {
    "建筑业": ("建筑劳务有限公司", "装饰工程有限公司", "园林绿化有限公司"),
    "制造业": ("机械制造有限公司", "食品有限公司", "服装有限公司", "家具厂", "电子科技有限公司"),
    "批发和零售业": ("商贸有限公司", "医药有限公司", "超市"),
    "住宿和餐饮业": ("酒店管理有限公司", "餐饮有限公司"),
    "租赁和商务服务业": ("人力资源服务有限公司", "劳务派遣有限公司", "物业管理中心"),
    "教育": ("职业培训学校", "教育咨询有限公司"),
    "居民服务业": ("家政服务中心", "汽车维修有限公司"),
    "交通运输业": ("物流有限公司", "客运有限公司"),
}  # fmt: skip
_BRANDS = (
    *("白鹭", "知远", "竹里", "和畅", "远山", "明渠", "蓝田", "听泉", "沐风", "云帆"),
    *("九畹", "松涛", "青禾", "石桥", "瑞禾", "启明", "望川", "南屏", "天工", "海纳"),
)
_SECOND = tuple(
    "安宝昌诚德丰福光广海和恒弘华辉嘉建金锦晋景康利隆茂美明铭宁鹏千庆荣瑞润森盛顺泰腾通万文祥鑫兴旭雅洋怡义永裕源远悦云泽长正志中众卓"
)
_TAILS = ("", "新", "达", "盛", "源", "益")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
_GIVEN = (
    "岚",
    "静波",
    "敏",
    "涛",
    "雪峰",
    "倩",
    "磊",
    "娜",
    "勇",
    "洁",
    "军",
    "艳",
    "杰",
    "霞",
    "宁",
    "超",
)


def pick(word: str, among: Sequence[str]) -> str:
    """Choose by arithmetic."""
    return among[number(word, len(among))]


def person(word: str) -> str:
    """Make a name."""
    return pick(f"surname {word}", _SURNAMES) + pick(f"given {word}", _GIVEN)


def directory(first: int, last: int, *, is_later: bool = False) -> bytes:
    """Write a part of the directory as an office would keep it: CSV in GB18030."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(first, last, is_later=is_later))
    return buffer.getvalue().encode("gb18030")


def name_of(position: int) -> str:
    """Name a firm."""
    # A few share their whole name, as real firms do: the health page must find them.
    alike = position - 1 if position % 90 == 0 else position
    brand = pick(f"brand {alike}", _BRANDS) + pick(f"tail {alike}", _TAILS)
    brand += pick(f"second {alike}", _SECOND)
    return f"青禾区{brand}{pick(f'line {alike}', _LINES[trade_of(alike)])}"


def trade_of(position: int) -> str:
    """Name a firm's trade."""
    return pick(f"trade {position}", _TRADES)


def section_of(position: int) -> str:
    """Name the section that keeps a firm."""
    return SECTIONS[number(f"section {position}", len(SECTIONS))]


def _rows(first: int, last: int, *, is_later: bool) -> Iterator[Sequence[str]]:
    for position in range(first, last + 1):
        yield _row(position, is_later=is_later)


def _row(position: int, *, is_later: bool) -> Sequence[str]:
    street = pick(f"street {position}", STREETS)
    owner = person(f"owner {position}")
    grade = "AAAABBBC"[number(f"grade {position}", 8)]
    if is_later and position % 9 == 0:
        grade = "B"
    state = "注销" if position % 97 == 0 and is_later else "存续"
    contact = "" if position % 11 == 0 else person(f"contact {position}")
    phone = "" if not contact else f"199{number(f'phone {position}', 10**8):08d}"
    year, month = 1998 + number(f"year {position}", 24), 1 + number(f"month {position}", 12)
    labels = "重点监管" if position % 37 == 0 else "投诉举报多" if position % 53 == 0 else ""
    address = f"{street}示例路{1 + number(f'no {position}', 300)}号"
    return (
        name_of(position),
        subject_code(position),
        "有限责任公司",
        trade_of(position),
        owner,
        address,
        street,
        contact,
        phone,
        f"{year}年{month}月{1 + position % 28}日",
        state,
        grade,
        "ABCD"[number(f"risk {position}", 4)],
        labels,
        section_of(position),
    )


_INSPECTORS = (
    *("王岚", "何宁", "卫洁", "金霞", "姜敏", "支行舟", "魏军", "孙艳", "褚超", "尤涛", "施娜"),
    *("周静波", "秦勇", "陶雪峰", "韩杰", "沈磊", "许澜", "吕舟", "曹砚", "严溪", "谢岑"),
    *("邹远", "喻禾", "戚明", "冯川", "蒋昕"),
)


def inspectors() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Make 26 inspectors: name, sex, section, post, number, certificate's end."""
    for position in range(1, 27):
        section = SECTIONS[position % 4] if position % 3 else SECTIONS[3]
        sex = "女" if position % 2 else "男"
        post = "科长" if position in {1, 2, 4, 7} else "副科长" if position % 5 == 0 else "科员"
        until = {5: "2026-12-20", 9: "2026-06-30", 14: "2027-01-10"}.get(position, "2028-12-31")
        yield _INSPECTORS[position - 1], sex, section, post, f"豫QH{position:04d}", until
