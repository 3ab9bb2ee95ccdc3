"""A program that takes a file by pieces, to be killed: what it prints it has acknowledged.

python receiving_program.py prepare · receive · finish
"""

from __future__ import annotations

import sys

import django


def main(words: list[str]) -> None:
    django.setup()
    if words[0] == "prepare":
        from oversight import serving  # noqa: PLC0415
        from tests.support import platform_factory  # noqa: PLC0415

        serving.prepare_database("tests.example/log")
        platform_factory.bureau("青禾区人力资源和社会保障局", "own")
        return
    receive()
    if words[0] == "finish":
        check()


def receive() -> None:
    """Go on from what is here, as a telephone does."""
    from oversight.accounts import selectors as accounts  # noqa: PLC0415
    from oversight.accounts.models import Appointment  # noqa: PLC0415
    from oversight.files.rules import PIECE  # noqa: PLC0415
    from oversight.files.services import pieces  # noqa: PLC0415
    from oversight.files.services.pieces import Piece  # noqa: PLC0415
    from tests.oversight.files import samples  # noqa: PLC0415
    from tests.support.platform_factory import NOON  # noqa: PLC0415

    data = samples.noise(900)
    digest = samples.sha(data)
    actor = accounts.actor_of(Appointment.objects.get(role="inspector"), "")
    state = pieces.state_of(actor=actor, digest=digest)
    print(state.have, flush=True)  # noqa: T201
    while not state.done:
        part = data[state.have : state.have + PIECE]
        piece = Piece(offset=state.have, total=len(data), data=part)
        state = pieces.receive(actor=actor, digest=digest, piece=piece, at=NOON)
        print(state.have, flush=True)  # noqa: T201


def check() -> None:
    from oversight.files import store  # noqa: PLC0415
    from oversight.files.models import StoredFile  # noqa: PLC0415
    from tests.oversight.files import samples  # noqa: PLC0415

    stored = StoredFile.objects.get()
    with store.current().open(stored.digest) as file:
        is_same = file.read() == samples.noise(900)
    rest = [path.name for path in store.parts_folder().iterdir()]
    print(is_same, stored.digest == samples.sha(samples.noise(900)), rest)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
