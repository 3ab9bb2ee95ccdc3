"""A program that issues documents: one of several at once, or one that is killed.

python issuing_program.py prepare · ready · issue COUNT · numbers
"""

from __future__ import annotations

import sys

import django


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "prepare":
        from oversight import serving  # noqa: PLC0415

        serving.prepare_database("tests.example/log")
    elif words[0] == "ready":
        from tests.support import platform_factory  # noqa: PLC0415

        platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    elif words[0] == "issue":
        issue(int(words[1]))
    else:
        numbers()


def issue(count: int) -> None:
    from oversight.accounts import selectors as accounts  # noqa: PLC0415
    from oversight.accounts.models import Appointment, Organisation  # noqa: PLC0415
    from oversight.documents.rules.types import TYPES  # noqa: PLC0415
    from oversight.documents.services import issuing  # noqa: PLC0415
    from tests.oversight.documents.papers import ABOUT  # noqa: PLC0415
    from tests.support.platform_factory import NOON  # noqa: PLC0415

    actor = accounts.actor_of(Appointment.objects.get(user__username="own-clerk"), "10.0.0.7")
    bureau = Organisation.objects.get(is_seat=True)
    for _ in range(count):
        issuing.issue_document(
            type_code="receipt",
            organisation=bureau,
            data=TYPES["receipt"].example,
            about=ABOUT,
            actor=actor,
            at=NOON,
        )
        print("issued", flush=True)  # noqa: T201


def numbers() -> None:
    from oversight.documents.models import Document  # noqa: PLC0415

    print(*Document.objects.order_by("place").values_list("place", flat=True))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
