"""Several programs at once, and a program that is killed: one log, nothing acknowledged lost."""

from __future__ import annotations

import time

import pytest

from tests.support.sites import Site

WRITERS, EACH = 4, 100


def test_hundreds_of_appends_from_four_programs_give_one_log(site: Site) -> None:
    programs = [site.start("append", f"w{number}", str(EACH)) for number in range(WRITERS)]
    said = [program.communicate(timeout=240)[0].splitlines() for program in programs]

    first, *entries = site.run("check")

    assert [program.returncode for program in programs] == [0] * WRITERS
    assert first == f"{WRITERS * EACH} {WRITERS * EACH} same"
    assert [int(line.split()[0]) for line in entries] == list(range(WRITERS * EACH))
    assert sorted(line for lines in said for line in lines) == sorted(entries)


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.3])
def test_a_killed_program_loses_nothing_it_acknowledged(site: Site, seconds: float) -> None:
    program = site.start("append", "w", "100000")
    assert program.stdout is not None
    acknowledged = [program.stdout.readline().strip()]
    time.sleep(seconds)

    program.kill()
    acknowledged += [
        line for line in program.stdout.read().splitlines() if line.endswith(tuple("0123456789"))
    ]
    program.wait(timeout=30)
    program.stdout.close()

    first, *entries = site.run("check")
    size = len(entries)
    assert first == f"{size} {size} same"
    # The last line may have been cut off by the kill; every whole one must be there.
    assert set(acknowledged[:-1]) <= set(entries)
    # And the log goes on.
    site.run("append", "after", "3")
    assert site.run("check")[0] == f"{size + 3} {size + 3} same"
