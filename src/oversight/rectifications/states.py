"""The states of rectifications and their extensions, and who may do what in them."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class RectificationState(TextChoices):
    """Where a rectification is; whether it is overdue is computed from its day (已逾期)."""

    OPENED = "opened", "已开立"
    SERVED = "served", "已送达"
    CORRECTING = "correcting", "改正期内"
    REPORTED = "reported", "企业已报告"
    RECHECKING = "rechecking", "待复查"
    CORRECTED = "corrected", "复查合格"
    NOT_CORRECTED = "not_corrected", "复查不合格"
    ESCALATED = "escalated", "转立案"
    CANCELLED = "cancelled", "已撤销"


class ExtensionState(TextChoices):
    """Whether an extension is decided, and how."""

    WAITING = "waiting", "待决定"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"


class PointState(TextChoices):
    """What came of one point."""

    OPEN = "open", "待改正"
    CORRECTED = "corrected", "已改正"
    PARTLY = "partly", "部分改正"
    NOT_CORRECTED = "not_corrected", "未改正"


_S = RectificationState
RUNNING = (_S.CORRECTING, _S.REPORTED)
"""The states in which the enterprise may report."""
ENDED = (_S.CORRECTED, _S.ESCALATED, _S.CANCELLED)
"""The final states: nothing is left to do here."""

ORDER, SERVE, BEGIN, LINK, REPORT = "order", "serve", "begin", "link", "report"
PROVE, ACCEPT_PROOF, RETURN_PROOF = "prove", "accept_proof", "return_proof"
ARRANGE, PASS, FAIL = "arrange", "pass", "fail"
ASK_EXTENSION, EXTEND = "ask_extension", "extend"
ESCALATE, CANCEL = "escalate", "cancel"

_TAKE = Permission.TAKE_VISITS
_APPROVE = Permission.APPROVE_VISITS

_ORDERING = (
    Transition(
        act=ORDER,
        label="出具限期改正指令书",
        sources=(_S.OPENED,),
        target=STAYS,
        permission=_TAKE,
        guard="每一条都写明事实和违反的规定；期限不超过规则的上限；没有有效的指令书",
    ),
    Transition(
        act=SERVE,
        label="登记送达",
        sources=(_S.OPENED,),
        target=_S.SERVED,
        permission=_TAKE,
        guard="指令书已出具；留置有见证人，邮寄有签收日期，电子送达有书面同意，公告有发布日期",
    ),
    Transition(
        act=BEGIN,
        label="起算改正期",
        sources=(_S.SERVED,),
        target=_S.CORRECTING,
        permission=_TAKE,
        guard="送达已经生效；期限从送达的次日起算，不从打印起算",
    ),
    Transition(
        act=LINK,
        label="发企业报告链接",
        sources=(_S.SERVED, *RUNNING),
        target=STAYS,
        permission=_TAKE,
        guard="链接只显示一次；重发后原来的失效",
    ),
    Transition(
        act=REPORT,
        label="企业报告改正情况",
        sources=RUNNING,
        target=_S.REPORTED,
        guard="凭链接，不用账号；写明改正情况",
    ),
    Transition(
        act=CANCEL,
        label="撤销",
        sources=(_S.OPENED,),
        target=_S.CANCELLED,
        permission=_APPROVE,
        guard="指令书没有送达；写明理由",
    ),
)

_ON_THE_SPOT = (
    Transition(
        act=PROVE,
        label="登记当场改正",
        sources=(_S.OPENED,),
        target=_S.RECHECKING,
        permission=_TAKE,
        guard="违法事实清楚、可以当场纠正；有照片证明；没有出具指令书",
    ),
    Transition(
        act=ACCEPT_PROOF,
        label="核实当场改正，销号",
        sources=(_S.RECHECKING,),
        target=_S.CORRECTED,
        permission=_APPROVE,
        guard="登记为当场改正；核实的人不是登记的人",
    ),
    Transition(
        act=RETURN_PROOF,
        label="退回当场改正",
        sources=(_S.RECHECKING,),
        target=_S.OPENED,
        permission=_APPROVE,
        guard="登记为当场改正；写明理由",
    ),
)

_RECHECKING = (
    Transition(
        act=ARRANGE,
        label="安排回访",
        sources=RUNNING,
        target=_S.RECHECKING,
        permission=Permission.REGISTER_VISITS,
        guard="企业已报告，或改正期已满；回访另立一次检查，可以换人",
    ),
    Transition(
        act=ARRANGE,
        label="安排回访",
        sources=(_S.RECHECKING,),
        target=STAYS,
        permission=Permission.REGISTER_VISITS,
        guard="上一次回访已撤回或没有批准",
    ),
    Transition(
        act=PASS,
        label="复查合格，销号",
        sources=(_S.RECHECKING,),
        target=_S.CORRECTED,
        permission=_TAKE,
        guard="回访已到场；逐条已改正",
    ),
    Transition(
        act=FAIL,
        label="复查不合格",
        sources=(_S.RECHECKING,),
        target=_S.NOT_CORRECTED,
        permission=_TAKE,
        guard="回访已到场；逐条有结论，有部分改正或未改正的",
    ),
)

_AFTERWARDS = (
    Transition(
        act=ASK_EXTENSION,
        label="申请延期",
        sources=(*RUNNING, _S.NOT_CORRECTED),
        target=STAYS,
        permission=_TAKE,
        guard="写明理由；没有延过期，没有在等决定的申请",
    ),
    Transition(
        act=EXTEND,
        label="决定延期",
        sources=RUNNING,
        target=STAYS,
        permission=_APPROVE,
        guard="决定的人不是申请的人；不超过规则的次数",
    ),
    Transition(
        act=EXTEND,
        label="决定延期",
        sources=(_S.NOT_CORRECTED,),
        target=_S.CORRECTING,
        permission=_APPROVE,
        guard="决定的人不是申请的人；不超过规则的次数",
    ),
    Transition(
        act=ESCALATE,
        label="移交案件线索，转立案",
        sources=(*RUNNING, _S.NOT_CORRECTED),
        target=_S.ESCALATED,
        permission=_TAKE,
        guard="复查不合格，或改正期已满仍未改正；写明理由；没有在等决定的延期",
    ),
)

RECTIFICATION = StateMachine(
    name="责令改正",
    labels=labels_of(RectificationState),
    first=(RectificationState.OPENED,),
    transitions=(*_ORDERING, *_ON_THE_SPOT, *_RECHECKING, *_AFTERWARDS),
)

GRANT, REFUSE = "grant", "refuse"

EXTENSION = StateMachine(
    name="改正延期",
    labels=labels_of(ExtensionState),
    first=(ExtensionState.WAITING,),
    transitions=(
        Transition(
            act=GRANT,
            label="同意延期",
            sources=(ExtensionState.WAITING,),
            target=ExtensionState.GRANTED,
            permission=_APPROVE,
            guard="决定的人不是申请的人；不超过规则的次数",
        ),
        Transition(
            act=REFUSE,
            label="不同意延期",
            sources=(ExtensionState.WAITING,),
            target=ExtensionState.REFUSED,
            permission=_APPROVE,
            guard="写明理由；决定的人不是申请的人",
        ),
    ),
)
