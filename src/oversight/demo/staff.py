"""The people of the fictional bureau, their accounts and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from oversight.accounts import selectors as accounts
from oversight.accounts.models import (
    AccountRequest,
    Appointment,
    Notice,
    Organisation,
    User,
)
from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments, organisations, people, sessions
from oversight.accounts.services.people import Person
from oversight.audit.services import AuditActor
from oversight.demo import accounts as demo_accounts
from oversight.demo import sample_names
from oversight.registry.models import Inspector
from oversight.registry.services import inspector_accounts
from oversight.regulations import services as regulation_services

BUREAU = "青禾区人力资源和社会保障局"
LEAD = "行政审批科"
SECOND, THIRD = "ji", "zheng"  # who confirms, and who confirms them
INSPECTOR = "支行舟"
_PEOPLE = (
    ("ji", "纪明远", BUREAU, Role.SUPERVISOR),
    ("shen", "申时雨", BUREAU, Role.COORDINATOR),
    ("luo", "罗听雪", BUREAU, Role.CLERK),
    ("ren", "任清和", sample_names.SECTIONS[0], Role.CLERK),
    ("jiu", "仇晚晴", sample_names.SECTIONS[1], Role.CLERK),
    ("bao", "包知秋", sample_names.SECTIONS[2], Role.CLERK),
    ("wei", "魏长风", sample_names.SECTIONS[3], Role.CLERK),
    ("zheng", "郑怀瑾", BUREAU, Role.APPROVER),
    ("fang", "方知微", BUREAU, Role.REVIEWER),
    ("zhi", INSPECTOR, sample_names.SECTIONS[3], Role.INSPECTOR),
)
_WITH_CODE = ("shen", "zheng", "ji", "luo")


def appoint(at: datetime) -> dict[str, Actor]:
    """Found the bureau with its sections and give everybody account and role; give the actors."""
    first = Person(
        username="admin", name="管云舒", password=demo_accounts.PASSWORD, phone="13900000001"
    )
    admin = people.bootstrap(organisation=BUREAU, region="990107", person=first, at=at)
    acting = actor_of(admin)
    bureau = Organisation.objects.get(pk=acting.organisation_id)
    regulation_services.install_defaults(bureau_id=bureau.pk, at=at)
    places = {BUREAU: bureau}
    for name in (LEAD, *sample_names.SECTIONS):
        places[name] = organisations.make(
            actor=acting,
            parent_id=bureau.pk,
            kind=Organisation.SECTION,
            name=name,
            is_lead=name == LEAD,
            at=at,
        )
    organisations.set_voice(
        actor=acting,
        organisation_id=bureau.pk,
        phone="000-0000000",
        address="青禾区政务服务中心一楼“办不成事”反映窗口",
        at=at,
    )
    users = {}
    for count, (username, name, place, role) in enumerate(_PEOPLE, start=2):
        person = Person(
            username=username,
            name=name,
            password=demo_accounts.PASSWORD,
            phone=f"139000000{count:02}",
        )
        users[username] = people.make(actor=acting, person=person, at=at)
        asked = appointments.appoint(
            actor=acting,
            user_id=users[username].pk,
            organisation_id=places[place].pk,
            role=role,
            at=at,
        )
        _confirmed(users[SECOND], asked, at)
        _settle(users[username], at)
    _confirmed_first(users, bureau, at)
    Notice.objects.update(seen_at=at + timedelta(days=1))
    return {username: actor_of(user) for username, user in users.items()}


def appoint_officers(
    officers: Iterable[Inspector], actors: Mapping[str, Actor], at: datetime
) -> None:
    """Give inspectors of the directory an account with which they go on the spot."""
    admin = actor_of(User.objects.get(username="admin"))
    second = User.objects.get(username=SECOND)
    for count, inspector in enumerate(officers, start=1):
        if inspector.user_id is not None:
            continue
        username = f"officer{count}"
        person = Person(
            username=username,
            name=inspector.name,
            password=demo_accounts.PASSWORD,
            phone=f"139000001{count:02}",
        )
        user = people.make(actor=admin, person=person, at=at)
        asked = appointments.appoint(
            actor=admin,
            user_id=user.pk,
            organisation_id=inspector.owner_id,
            role=Role.INSPECTOR,
            at=at,
        )
        _confirmed(second, asked, at)
        _settle(user, at)
        inspector_accounts.link(
            actor=actors["luo"], inspector_id=inspector.pk, user_id=user.pk, at=at
        )
    Notice.objects.update(seen_at=at + timedelta(days=1))


def officer(inspector: Inspector) -> Actor:
    """Give an inspector as acting with the own account."""
    linked = Inspector.objects.get(pk=inspector.pk)
    return actor_of(User.objects.get(pk=linked.user_id or 0))


def _confirmed(second: User, asked: AccountRequest, at: datetime) -> None:
    """Let the supervisor, who is the first appointed, confirm everybody after."""
    if asked.state != asked.State.REQUESTED:
        return
    appointments.confirm(
        actor=actor_of(second),
        request_id=asked.pk,
        confirmed=sessions.Confirmation(user_id=second.pk),
        at=at + timedelta(hours=1),
    )


def _confirmed_first(users: dict[str, User], bureau: Organisation, at: datetime) -> None:
    """Let the supervisor confirm the administrator, and the approver the supervisor."""
    for held in Appointment.objects.filter(organisation=bureau, is_first=True):
        second = users[THIRD if held.user_id == users[SECOND].pk else SECOND]
        appointments.confirm_first(
            actor=actor_of(second),
            appointment_id=held.pk,
            confirmed=sessions.Confirmation(user_id=second.pk),
            at=at + timedelta(hours=2),
        )


def _settle(user: User, at: datetime) -> None:
    author = AuditActor(organisation=BUREAU, role="演示", person=user.name)
    interim = f"{demo_accounts.PASSWORD}-interim"
    for old, new in ((demo_accounts.PASSWORD, interim), (interim, demo_accounts.PASSWORD)):
        people.change_password(user=user, old=old, new=new, author=author, at=at)
    sessions.ask_at_sign_in(user=user, is_asked=False, author=author, at=at)
    if user.username in _WITH_CODE:
        device = sessions.enroll_totp(user=user)
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
        sessions.confirm_totp(user=user, code=f"{totp.token():06d}", author=author, at=at)
        # The code of this half minute may be the first that a visitor of the demonstration types.
        TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1)


def actor_of(user: User) -> Actor:
    """Give somebody as acting in the role they have."""
    appointment = accounts.appointments(user.pk).first()
    if appointment is None:
        raise LookupError(user.username)
    return accounts.actor_of(appointment, "127.0.0.1")
