"""A program that holds a draw: one of several at once, or one to be killed.

python holding_program.py prepare · ready · hold NUMBER · check NUMBER
"""

from __future__ import annotations

import sys
from datetime import timedelta

import django


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "prepare":
        from oversight import serving  # noqa: PLC0415

        serving.prepare_database("tests.example/log")
    elif words[0] == "ready":
        ready()
    elif words[0] == "hold":
        hold(int(words[1]))
    else:
        check(int(words[1]))


def ready() -> None:
    from tests.support import draw_factory, platform_factory  # noqa: PLC0415

    own = platform_factory.bureau("青禾区人力资源和社会保障局", "own")
    draw_factory.bureau(own, subjects=60, inspectors=8)
    draw_factory.plan(own, draw_factory.details(ratio=5000))
    draw = draw_factory.seeded(own, draw_factory.sealed(own, draw_factory.begun(own)))
    print(draw.pk)  # noqa: T201


def hold(draw_id: int) -> None:
    from oversight.audit.services import AuditActor  # noqa: PLC0415
    from oversight.draws.services import holding  # noqa: PLC0415
    from tests.support import draw_factory  # noqa: PLC0415

    print("begun", flush=True)  # noqa: T201
    author = AuditActor(organisation="青禾区人力资源和社会保障局", role="牵头")
    at = draw_factory.T0 + timedelta(minutes=5)
    print(holding.hold(draw_id=draw_id, author=author, at=at).state)  # noqa: T201


def check(draw_id: int) -> None:
    from mingqian import verify  # noqa: PLC0415
    from mingqian.verify.report import Outcome  # noqa: PLC0415
    from mingqian_ceremony import zip_archive  # noqa: PLC0415
    from mingqian_crypto import default_crypto  # noqa: PLC0415
    from oversight.audit import selectors as audit  # noqa: PLC0415
    from oversight.draws.models import Draw  # noqa: PLC0415
    from oversight.draws.services import bundles  # noqa: PLC0415

    draw = Draw.objects.get(pk=draw_id)
    held = audit.about("draw", draw.number).filter(type="draw.held").count()
    found = zip_archive.read(bundles.evidence(draw))
    failed = verify.verify(found, crypto=default_crypto()).of(Outcome.FAILED)
    print(draw.state, held, draw.visits.count(), len(failed))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
