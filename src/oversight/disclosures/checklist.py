"""What a reviewer confirms before a release, point by point."""

from __future__ import annotations

from collections.abc import Mapping

CHECKS: Mapping[str, str] = {
    "secrecy": "已作保密审查，没有国家秘密、工作秘密",
    "trade": "已看过商业秘密：应当不公开的都已不公开",
    "personal": "已看过个人信息：公开的每一项都有法律依据，没有多公开",
    "accurate": "与左侧原件逐项核对，一致",
    "basis": "公示的依据、期限和范围符合规定",
}
"""The checklist: all of it is confirmed, or it is not approved (R44)."""
