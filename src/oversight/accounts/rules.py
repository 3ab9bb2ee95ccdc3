"""Roles and their permissions; which roles one person may not hold together."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from oversight.common.errors import NotAllowedError
from oversight.common.transitions import StateMachine


class Role(StrEnum):
    """What somebody is appointed to be, in one organisation."""

    COORDINATOR = "coordinator"
    CLERK = "clerk"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something a role may do."""

    SEE_ITEMS = "see_items"
    SEE_SUBJECTS = "see_subjects"
    SEE_INSPECTORS = "see_inspectors"
    KEEP_DIRECTORIES = "keep_directories"
    CONFIRM_CHANGES = "confirm_changes"
    PUBLISH_ITEMS = "publish_items"
    EXPORT = "export"
    SEE_TRAIL = "see_trail"
    SEE_ACCOUNT_TRAIL = "see_account_trail"
    SEE_RULES = "see_rules"
    KEEP_RULES = "keep_rules"
    SEE_PLANS = "see_plans"
    DRAFT_PLANS = "draft_plans"
    MERGE_PLANS = "merge_plans"
    APPROVE_PLANS = "approve_plans"
    SEE_DRAWS = "see_draws"
    HOLD_DRAWS = "hold_draws"
    APPROVE_DRAWS = "approve_draws"
    CONFIRM_VALUES = "confirm_values"
    SEE_SEALED = "see_sealed"
    ANSWER_JOINT = "answer_joint"
    SEE_VISITS = "see_visits"
    TAKE_VISITS = "take_visits"
    REGISTER_VISITS = "register_visits"
    APPROVE_VISITS = "approve_visits"
    ASK_REPLACEMENT = "ask_replacement"
    DECIDE_REPLACEMENT = "decide_replacement"
    REVIEW_RESULTS = "review_results"
    SEE_CASES = "see_cases"
    MAKE_CASES = "make_cases"
    REVIEW_CASES = "review_cases"
    DECIDE_CASES = "decide_cases"
    SEE_DISCLOSURES = "see_disclosures"
    DRAFT_DISCLOSURES = "draft_disclosures"
    REVIEW_DISCLOSURES = "review_disclosures"
    RELEASE_DISCLOSURES = "release_disclosures"
    SEE_DOCUMENTS = "see_documents"
    VOID_DOCUMENTS = "void_documents"
    EDIT_TEMPLATES = "edit_templates"
    APPROVE_TEMPLATES = "approve_templates"
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_KEYS = "keep_keys"
    KEEP_BUREAUS = "keep_bureaus"
    KEEP_BACKUPS = "keep_backups"
    CONFIRM_ACCOUNTS = "confirm_accounts"


ROLE_NAMES = {
    Role.COORDINATOR: "牵头",
    Role.CLERK: "实施",
    Role.APPROVER: "审批",
    Role.REVIEWER: "法制审核",
    Role.INSPECTOR: "执法",
    Role.SUPERVISOR: "监督",
    Role.ADMINISTRATOR: "系统管理",
}
PERMISSION_NAMES = {
    Permission.SEE_ITEMS: "看事项清单",
    Permission.SEE_SUBJECTS: "看检查对象名录",
    Permission.SEE_INSPECTORS: "看执法检查人员名录",
    Permission.KEEP_DIRECTORIES: "保管一单两库",
    Permission.CONFIRM_CHANGES: "核对名录改动",
    Permission.PUBLISH_ITEMS: "公布事项清单",
    Permission.EXPORT: "导出名录",
    Permission.SEE_TRAIL: "看全程留痕",
    Permission.SEE_ACCOUNT_TRAIL: "看账号留痕",
    Permission.SEE_RULES: "看规则与日历",
    Permission.KEEP_RULES: "改规则与日历",
    Permission.SEE_PLANS: "看年度计划",
    Permission.DRAFT_PLANS: "起草计划任务",
    Permission.MERGE_PLANS: "汇总、备案和公示年度计划",
    Permission.APPROVE_PLANS: "批准年度计划",
    Permission.SEE_DRAWS: "看抽取",
    Permission.HOLD_DRAWS: "准备和主持抽取",
    Permission.APPROVE_DRAWS: "复核抽取并封存",
    Permission.CONFIRM_VALUES: "核对公开数",
    Permission.SEE_SEALED: "看未开封的名单",
    Permission.ANSWER_JOINT: "答复联合检查",
    Permission.SEE_VISITS: "看检查任务",
    Permission.TAKE_VISITS: "接受检查任务",
    Permission.REGISTER_VISITS: "登记随机抽查以外的检查",
    Permission.APPROVE_VISITS: "审批检查",
    Permission.ASK_REPLACEMENT: "申请递补和回避",
    Permission.DECIDE_REPLACEMENT: "决定递补和回避",
    Permission.REVIEW_RESULTS: "审核检查结果",
    Permission.SEE_CASES: "看案件和移送",
    Permission.MAKE_CASES: "办理案件和移送",
    Permission.REVIEW_CASES: "法制审核",
    Permission.DECIDE_CASES: "决定案件和移送",
    Permission.SEE_DISCLOSURES: "看公示办理",
    Permission.DRAFT_DISCLOSURES: "起草公示",
    Permission.REVIEW_DISCLOSURES: "审查公示",
    Permission.RELEASE_DISCLOSURES: "公示",
    Permission.SEE_DOCUMENTS: "看文书",
    Permission.VOID_DOCUMENTS: "作废文书",
    Permission.EDIT_TEMPLATES: "改文书模板和机关代字",
    Permission.APPROVE_TEMPLATES: "启用文书模板",
    Permission.KEEP_ACCOUNTS: "管理账号与机构",
    Permission.KEEP_KEYS: "管理接口密钥",
    Permission.KEEP_BUREAUS: "在本平台建立局",
    Permission.KEEP_BACKUPS: "管理备份",
    Permission.CONFIRM_ACCOUNTS: "确认任命和口令、动态码重设",
}
_SEE = frozenset(
    {
        *(
            Permission.SEE_ITEMS,
            Permission.SEE_SUBJECTS,
            Permission.SEE_INSPECTORS,
            Permission.SEE_RULES,
        ),
        *(Permission.EXPORT, Permission.SEE_PLANS, Permission.SEE_DRAWS, Permission.SEE_VISITS),
        *(Permission.SEE_DOCUMENTS, Permission.SEE_CASES, Permission.SEE_DISCLOSURES),
    }
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: _SEE
    | {
        *(
            Permission.SEE_TRAIL,
            Permission.DRAFT_PLANS,
            Permission.MERGE_PLANS,
            Permission.HOLD_DRAWS,
        ),
        *(Permission.ASK_REPLACEMENT, Permission.CONFIRM_VALUES, Permission.EDIT_TEMPLATES),
        *(Permission.DRAFT_DISCLOSURES, Permission.RELEASE_DISCLOSURES),
    },
    Role.CLERK: _SEE
    | {
        *(
            Permission.KEEP_DIRECTORIES,
            Permission.DRAFT_PLANS,
            Permission.ANSWER_JOINT,
            Permission.TAKE_VISITS,
        ),
        *(Permission.REGISTER_VISITS, Permission.ASK_REPLACEMENT, Permission.MAKE_CASES),
        *(Permission.DRAFT_DISCLOSURES, Permission.RELEASE_DISCLOSURES),
        Permission.REVIEW_RESULTS,
    },
    Role.APPROVER: _SEE
    | {
        *(
            Permission.PUBLISH_ITEMS,
            Permission.KEEP_RULES,
            Permission.SEE_TRAIL,
            Permission.APPROVE_PLANS,
        ),
        *(Permission.APPROVE_DRAWS, Permission.DECIDE_REPLACEMENT, Permission.CONFIRM_VALUES),
        *(Permission.VOID_DOCUMENTS, Permission.APPROVE_TEMPLATES, Permission.DECIDE_CASES),
        *(Permission.CONFIRM_CHANGES, Permission.CONFIRM_ACCOUNTS, Permission.APPROVE_VISITS),
        Permission.REVIEW_DISCLOSURES,
        Permission.REVIEW_RESULTS,
    },
    Role.REVIEWER: _SEE | {Permission.REVIEW_CASES},
    Role.INSPECTOR: frozenset(
        {
            *(
                Permission.SEE_ITEMS,
                Permission.SEE_RULES,
                Permission.SEE_VISITS,
                Permission.TAKE_VISITS,
            ),
            *(Permission.ASK_REPLACEMENT, Permission.SEE_DOCUMENTS),
            *(Permission.SEE_CASES, Permission.MAKE_CASES),
        }
    ),
    Role.SUPERVISOR: _SEE
    | {
        Permission.SEE_TRAIL,
        Permission.SEE_SEALED,
        Permission.CONFIRM_VALUES,
        Permission.CONFIRM_ACCOUNTS,
    },
    # What concerns the whole installation counts at the organisation only that founded it.
    Role.ADMINISTRATOR: frozenset(
        {
            *(
                Permission.KEEP_ACCOUNTS,
                Permission.KEEP_KEYS,
                Permission.SEE_ACCOUNT_TRAIL,
                Permission.SEE_RULES,
            ),
            *(Permission.KEEP_BUREAUS, Permission.KEEP_BACKUPS),
        }
    ),
}
OF_INSTALLATION = frozenset({Permission.KEEP_BUREAUS, Permission.KEEP_BACKUPS})
CONFIRMING = tuple(role for role in Role if Permission.CONFIRM_ACCOUNTS in ROLE_PERMISSIONS[role])
# A role that may do nothing but these is no business role: nobody need confirm who reads.
_READING = frozenset(
    {
        *(
            Permission.SEE_ITEMS,
            Permission.SEE_SUBJECTS,
            Permission.SEE_INSPECTORS,
            Permission.SEE_RULES,
        ),
        *(Permission.SEE_PLANS, Permission.SEE_DRAWS, Permission.SEE_VISITS, Permission.SEE_TRAIL),
        *(Permission.SEE_DOCUMENTS, Permission.SEE_CASES, Permission.SEE_DISCLOSURES),
    }
)
# Who keeps the directories does not hold draws; who approves has not drafted; who reviews a
# decision neither investigates nor takes it (行政处罚法 §58); who watches does nothing else; the
# administrator has no business rights.
_APART = (
    frozenset({Role.CLERK, Role.COORDINATOR}),
    frozenset({Role.CLERK, Role.APPROVER}),
    frozenset({Role.COORDINATOR, Role.APPROVER}),
    frozenset({Role.REVIEWER, Role.CLERK}),
    frozenset({Role.REVIEWER, Role.INSPECTOR}),
    frozenset({Role.REVIEWER, Role.APPROVER}),
)
_ALONE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_REGION_DIGITS = 6
NO_REGION = "000000"


def region_prefix(region: str) -> str:
    """Give the six digits with which public codes begin; zeros where no region code is known."""
    digits = region[:_REGION_DIGITS]
    is_known = len(digits) == _REGION_DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_known else NO_REGION


def permission_of(machine: StateMachine, act: str) -> Permission:
    """Give the permission that an act of a state machine asks for."""
    return Permission(machine.permission(act))


def is_business(role: Role) -> bool:
    """Tell whether a role may do more than read: then a second person confirms who holds it."""
    return not ROLE_PERMISSIONS[role] <= _READING


def conflict(roles: Iterable[Role]) -> str | None:
    """Say why one person may not hold all these roles, or None."""
    distinct_roles = set(roles)
    for alone in sorted(_ALONE & distinct_roles):
        if len(distinct_roles) > 1:
            return f"“{ROLE_NAMES[alone]}”不能兼任其他角色"
    for apart in _APART:
        if apart <= distinct_roles:
            both = "”和“".join(ROLE_NAMES[role] for role in sorted(apart))
            return f"“{both}”不能由同一个人担任"
    return None


def holders(permission: Permission) -> str:
    """Name the roles that have a permission, for a refusal that says who can do it."""
    return "、".join(ROLE_NAMES[role] for role in Role if permission in ROLE_PERMISSIONS[role])


def require(role: Role, permission: Permission) -> None:
    """Refuse what a role may not do.

    Raises:
        NotAllowedError: and it says which roles may.
    """
    if permission not in ROLE_PERMISSIONS[role]:
        raise NotAllowedError(
            f"“{ROLE_NAMES[role]}”不能{PERMISSION_NAMES[permission]}；可以请“{holders(permission)}”来做"
        )
