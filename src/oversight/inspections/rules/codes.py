"""The tokens of results, findings, dispositions and methods, and which exclude each other.

Wording and pairs: guide 2.1, 2.3, 2.5. Tokens are compared as a whole and never by position.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Self


class Token(StrEnum):
    """A token with its wording; a model's ``choices`` without the framework."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member of a token and its wording."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def values(cls) -> list[str]:
        """Give all tokens."""
        return [member.value for member in cls]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Give all tokens with their wording, as a form offers them."""
        return [(member.value, member.label) for member in cls]


class PointState(Token):
    """The answer to one point of an item (互联网+监管填报口径)."""

    OK = "ok", "合格"
    BAD = "bad", "不合格"
    SKIPPED = "skipped", "未检查"
    NONE = "none", "合理缺项"


class ResultCode(Token):
    """What an inspection results in, in the national wording (检查结果)."""

    WFX = "WFX", "未发现问题"
    WGS = "WGS", "未按规定公示应当公示的信息"
    XJZ = "XJZ", "公示信息隐瞒真实情况弄虚作假"
    WLX = "WLX", "通过登记的住所（经营场所）无法联系"
    ZLGZ = "ZLGZ", "发现问题已责令改正"
    YGZ = "YGZ", "发现问题经责令已改正"
    BPH = "BPH", "不配合检查情节严重"
    WJY = "WJY", "未发现开展本次抽查涉及的经营活动"
    GBT = "GBT", "已关闭停业或正在组织清算"
    DHC = "DHC", "发现问题待后续处理"
    ZX = "ZX", "注销"
    DX = "DX", "被吊销"
    CX = "CX", "被撤销"
    QC = "QC", "迁出"


class FindingKind(Token):
    """What kind of breach was found (人社领域发现问题分类)."""

    V01 = "V01", "规章制度违法"
    V02 = "V02", "未订立书面劳动合同、缺必备条款或者未交付文本"
    V03 = "V03", "违法约定试用期"
    V04 = "V04", "扣押证件、收取押金"
    V05 = "V05", "克扣或者无故拖欠工资，低于最低工资，未付加班费、经济补偿"
    V06 = "V06", "违法延长工作时间"
    V07 = "V07", "违反女职工、未成年工保护规定"
    V08 = "V08", "使用童工"
    V09 = "V09", "未办理社会保险登记"
    V10 = "V10", "未按时足额缴纳社会保险费"
    V11 = "V11", "瞒报工资总额或者职工人数"
    V12 = "V12", "骗取社会保险待遇、基金"
    V13 = "V13", "无证从事职业中介、劳务派遣"
    V14 = "V14", "人力资源服务机构未明示、无台账、未报年度报告或者提供虚假信息"
    V15 = "V15", "违反农民工工资专户、实名制、保证金等规定"
    V16 = "V16", "阻挠、隐瞒、伪证、拒不改正、打击报复"
    V99 = "V99", "其他"


class Disposition(Token):
    """What follows a finding (后续处置)."""

    NONE = "none", "无需后续处置"
    ORDER = "order", "责令改正"
    PAY = "pay", "责令限期支付"
    CASE = "case", "案件线索移送办案机构"
    LEVY = "levy", "移送社会保险费征收机构"
    POLICE = "police", "移送公安机关"
    INFORM = "inform", "抄告其他部门"
    DAILY = "daily", "停止检查，反馈至日常监管部门依法依规处理"
    DISPUTE = "dispute", "告知通过劳动争议程序解决"
    OTHER = "other", "其他"


class CheckMethod(Token):
    """How an item was checked (核查方式)."""

    SITE = "site", "实地检查"
    PAPERS = "papers", "书面检查"
    OPINION = "opinion", "行政部门检查结果或专业意见"
    TESTING = "testing", "检验检测"
    NETWORK = "network", "网络监测"
    AGENCY = "agency", "委托专业机构辅助"


class Path(Token):
    """Why nothing could be inspected; empty where it was (guide 2.2)."""

    INSPECTED = "", "能够检查"
    UNREACHABLE = "unreachable", "无法联系"
    UNCOOPERATIVE = "uncooperative", "不配合"
    CLOSED = "closed", "关闭停业"
    DEREGISTERED = "deregistered", "注销、吊销、撤销或者迁出"
    NO_BUSINESS = "no_business", "未开展有关经营活动"


UNVISITED = (Path.UNREACHABLE, Path.CLOSED, Path.DEREGISTERED)
"""The paths on which nobody was visited: they do not count for the caps (guide 7, case 4)."""
_C = ResultCode
FINDING_CODES = (_C.WGS, _C.XJZ, _C.ZLGZ, _C.YGZ, _C.DHC)
"""The codes that say that something was found."""
REGISTRATION_CODES = (_C.ZX, _C.DX, _C.CX, _C.QC)
PATH_CODES: dict[str, tuple[ResultCode, ...]] = {
    Path.UNREACHABLE: (_C.WLX,),
    Path.UNCOOPERATIVE: (_C.BPH,),
    Path.CLOSED: (_C.GBT,),
    Path.DEREGISTERED: REGISTRATION_CODES,
    Path.NO_BUSINESS: (_C.WJY,),
}
"""The code that each path leads to, one of several for what the register says."""
ROUTES: dict[str, tuple[Disposition, ...]] = {
    FindingKind.V07: (Disposition.CASE,),
    FindingKind.V08: (Disposition.CASE,),
    FindingKind.V10: (Disposition.LEVY,),
    FindingKind.V11: (Disposition.CASE,),
    FindingKind.V12: (Disposition.CASE, Disposition.POLICE),
    FindingKind.V16: (Disposition.CASE,),
}
"""Kinds of findings that only some dispositions fit (guide 2.5, R41)."""

_EXCLUDED: dict[str, tuple[ResultCode, ...]] = {
    _C.WFX: tuple(code for code in _C if code != _C.WFX),
    _C.WLX: (*FINDING_CODES, _C.BPH, _C.WJY),
    _C.YGZ: (_C.ZLGZ,),
    _C.ZX: (_C.BPH, _C.WLX, _C.ZLGZ, _C.YGZ, _C.DX, _C.CX, _C.QC),
    _C.DX: (_C.BPH, _C.WLX, _C.ZLGZ, _C.YGZ, _C.CX, _C.QC),
    _C.CX: (_C.BPH, _C.WLX, _C.ZLGZ, _C.YGZ, _C.QC),
    _C.QC: (_C.BPH, _C.WLX, _C.ZLGZ, _C.YGZ),
}


def excluded_pairs(codes: Collection[str]) -> Iterator[tuple[ResultCode, ResultCode]]:
    """Give the pairs among some codes of which only one can be right."""
    for code, others in _EXCLUDED.items():
        for other in others:
            if code in codes and other in codes:
                yield ResultCode(code), other


def unknown(tokens: Collection[str], choices: type[Token]) -> list[str]:
    """Give the tokens that are none of the choices, as a whole."""
    return [token for token in tokens if token not in choices.values()]
