"""A program that fills a site, or tampers with it, for the operator's commands.

python operating_program.py prepare · fill · tamper
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import django

AT = datetime(2026, 3, 18, 4, tzinfo=UTC)


def main(word: str) -> None:
    django.setup()
    from oversight import serving  # noqa: PLC0415
    from oversight.accounts.models import User  # noqa: PLC0415
    from oversight.accounts.services import people  # noqa: PLC0415

    if word == "prepare":
        serving.prepare_database("tests.example/log")
    elif word == "fill":
        people.bootstrap(
            organisation="青禾区人社局",
            region="990107",
            person=people.Person(
                username="admin",
                name="管理员",
                password="correct horse battery",  # noqa: S106
            ),
            at=AT,
        )
    else:
        User.objects.update(name="别人")


if __name__ == "__main__":
    main(sys.argv[1])
