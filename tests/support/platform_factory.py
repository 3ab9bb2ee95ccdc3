"""Two bureaus with their people, made through the services, as the tests' common ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from mingqian_tables.uscc import check_character
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Appointment, Notice, Organisation, User
from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.accounts.services import appointments, organisations, people
from oversight.accounts.services.people import Person
from oversight.accounts.services.sessions import Confirmation
from oversight.registry.models import Inspector, Item, Subject
from oversight.registry.rules.items import Basis, Content, Point
from oversight.registry.services import inspectors, items, subjects
from oversight.registry.services.inspectors import CertificateDetails, Details
from oversight.regulations import services as regulation_services

NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)  # noon in China
PASSWORD = "correct horse battery"  # noqa: S105 - for tests
SECTIONS = ("人力资源管理科", "就业促进科")


@dataclass(kw_only=True)
class Bureau:
    """A bureau: an actor for each role at the bureau, and a clerk for each section."""

    organisation: Organisation
    sections: dict[str, Organisation]
    actors: dict[str, Actor] = field(default_factory=dict)

    def user(self, name: str) -> User:
        """Give the account behind an actor."""
        return User.objects.get(username=self.actors[name].username)


def bureau(name: str, prefix: str) -> Bureau:
    """Make a bureau with two sections and its people, as its own administrator would.

    The actors are called by their role (``clerk``, ``approver`` …) and act for the whole bureau;
    ``section-clerk`` acts for the first section only. The first bureau founds the installation;
    the administrator of that one makes the others.
    """
    first = person(f"{prefix}-administrator")
    if User.objects.exists():
        seat = Appointment.objects.filter(organisation__is_seat=True, role="administrator")[0]
        organisation = organisations.make_bureau(
            actor=accounts.actor_of(seat, "10.0.0.7"),
            name=name,
            region="990107",
            administrator=first,
            at=NOON,
        )
    else:
        people.bootstrap(organisation=name, region="990107", person=first, at=NOON)
        organisation = Organisation.objects.get(is_seat=True)
    admin = settled(first.username)
    sections = {
        title: organisations.make(
            actor=admin, parent_id=organisation.pk, kind=Organisation.SECTION, name=title, at=NOON
        )
        for title in SECTIONS
    }
    bureau_ = Bureau(organisation=organisation, sections=sections)
    bureau_.actors["administrator"] = admin
    for role in (Role.SUPERVISOR, *Role):
        if role.value not in bureau_.actors:
            bureau_.actors[role.value] = actor(f"{prefix}-{role.value}", organisation, role, admin)
    bureau_.actors["section-clerk"] = actor(
        f"{prefix}-section-clerk", sections[SECTIONS[0]], Role.CLERK, admin
    )
    return bureau_


def person(username: str) -> Person:
    """Give what is typed in for an account."""
    return Person(username=username, name=f"{username}先生", password=PASSWORD)


def actor(
    username: str, organisation: Organisation, role: Role, admin: Actor | None = None
) -> Actor:
    """Make an account with one role, confirmed by the bureau's supervisor."""
    administrator = admin or keeper(organisation)
    user = people.make(actor=administrator, person=person(username), at=NOON)
    request = appointments.appoint(
        actor=administrator,
        user_id=user.pk,
        organisation_id=organisation.pk,
        role=role,
        at=NOON,
    )
    if request.state == "requested":
        second = accounts.confirmers(organisation.path).filter(role="supervisor")[0]
        supervisor = accounts.actor_of(second, "10.0.0.7")
        appointments.confirm(
            actor=supervisor, request_id=request.pk, confirmed=confirmed(supervisor), at=NOON
        )
    return settled(username)


def keeper(organisation: Organisation) -> Actor:
    """Give the administrator of an organisation's bureau."""
    root = organisation.path.split("/")[1]
    seats = Appointment.objects.filter(organisation_id=root, role="administrator", until=None)
    return accounts.actor_of(seats[0], "10.0.0.7")


def settled(username: str) -> Actor:
    """Let somebody have changed their first password, and come in without a code."""
    User.objects.filter(username=username).update(must_change_password=False, asks_code=False)
    Notice.objects.filter(user__username=username).update(seen_at=NOON)
    appointment = Appointment.objects.get(user__username=username, until=None)
    return accounts.actor_of(appointment, "10.0.0.7")


def stocked(bureau_: Bureau) -> Bureau:
    """Install the shipped rules and calendars for a bureau; give the bureau."""
    regulation_services.install_defaults(bureau_id=bureau_.organisation.pk, at=NOON)
    return bureau_


def code(number: int) -> str:
    """Make a valid credit code of the region that does not exist."""
    body = f"91990107MA{number:07d}"
    return body + check_character(body)


def subject(bureau_: Bureau, number: int = 1, *, at: datetime = NOON, **values: str) -> Subject:
    """Enter a subject in the first section."""
    fields = {"code": code(number), "name": f"青禾区第{number}食品有限公司", **values}
    return subjects.add(
        actor=bureau_.actors["clerk"],
        owner_id=bureau_.sections[SECTIONS[0]].pk,
        values=fields,
        reason="建库",
        at=at,
    )


def inspector(bureau_: Bureau, number: int = 1, *, at: datetime = NOON) -> Inspector:
    """Enter an inspector with a valid certificate in the first section."""
    inspector_ = inspectors.add(
        actor=bureau_.actors["clerk"],
        owner_id=bureau_.sections[SECTIONS[0]].pk,
        details=Details(
            name=f"检查员{number}",
            sex="女",
            post="科员",
            number=f"QH{number:05d}",
            staffing="行政",
            duty="在岗",
        ),
        reason="建库",
        at=at,
    )
    inspectors.certify(
        actor=bureau_.actors["clerk"],
        inspector_id=inspector_.pk,
        details=CertificateDetails(
            kind="劳动保障监察证",
            number=inspector_.number,
            issuer="示例省厅",
            since=date(2024, 1, 1),
            until=date(2027, 12, 31),
        ),
        at=at,
    )
    return Inspector.objects.get(pk=inspector_.pk)


def content(**changes: object) -> Content:
    """Give a whole item; ``changes`` replace fields."""
    defaults: dict[str, object] = {
        "field": "劳动用工",
        "name": "支付工资和最低工资标准",
        "category": "重点",
        "authority": "县级以上人力资源社会保障行政部门",
        "basis": (
            Basis(
                level="行政法规", title="《劳动保障监察条例》", article="第十一条", verified=True
            ),
        ),
        "levels": ("县",),
        "subject_kinds": ("企业",),
        "points": (Point(title="按月足额支付", look="工资表", breach="拖欠工资"),),
        "methods": ("现场",),
    }
    return Content(**{**defaults, **changes})  # type: ignore[arg-type] # tests may leave things out


def item(bureau_: Bureau, code_: str = "LDBZ-01", *, is_published: bool = False) -> Item:
    """Draft an item; publish it if asked."""
    item_ = items.draft(
        actor=bureau_.actors["clerk"],
        owner_id=bureau_.sections[SECTIONS[0]].pk,
        code=code_,
        content=content(),
        at=NOON,
    )
    if is_published:
        items.publish(
            actor=bureau_.actors["approver"],
            item_id=item_.pk,
            confirmed=confirmed(bureau_.actors["approver"]),
            effective_on=date(2026, 3, 18),
            url="",
            at=NOON + timedelta(minutes=1),
        )
    return Item.objects.get(pk=item_.pk)


def confirmed(actor_: Actor) -> Confirmation:
    """Give the second factor of an actor as shown."""
    return Confirmation(user_id=actor_.user_id or 0)


def bind(user: User) -> TOTPDevice:
    """Bind a telephone to an account."""
    device: TOTPDevice = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    return device


def shown_code(device: TOTPDevice) -> str:
    """Give the code a telephone shows now."""
    device.refresh_from_db()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return f"{totp.token():06d}"
