"""What only the demonstration shows: its accounts, with the codes a telephone would show."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from oversight.accounts.models import Appointment
from oversight.accounts.rules import ROLE_NAMES, Role

PASSWORD = "qinghe-2023-demo"  # noqa: S105 - fictional, and refused outside the demonstration
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """An account of the fictional bureau."""

    username: str
    name: str
    role: str
    organisation: str
    code: str


def accounts() -> list[DemoAccount]:
    """Give the demonstration's accounts; none on a real site."""
    if not settings.IS_DEMO:
        return []
    appointments = Appointment.objects.filter(until=None, user__is_active=True)
    return [
        DemoAccount(
            username=appointment.user.username,
            name=appointment.user.name,
            role=ROLE_NAMES[Role(appointment.role)],
            organisation=appointment.organisation.name,
            code=_code(appointment.user_id),
        )
        for appointment in appointments.select_related("user", "organisation").order_by("pk")
    ]


def _code(user_id: int) -> str:
    device = TOTPDevice.objects.filter(user_id=user_id, confirmed=True).first()
    if device is None:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return f"{totp.token():0{CODE_DIGITS}d}"
