"""Write ``spec/vectors``: evidence folders and what every verifier must say of them.

``python scripts/make_vectors.py --check`` writes nothing and fails if a file would change.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from mingqian import directory_root, explain, manifest, result, roster  # noqa: E402
from mingqian.log import note, tree  # noqa: E402
from mingqian.verify import Configuration, Report  # noqa: E402
from tests import directory_rows, examples, forgeries  # noqa: E402
from tests.bureau import ORIGIN, WITNESS, Key  # noqa: E402
from tests.verifying import checked  # noqa: E402

FOLDER = ROOT / "spec" / "vectors" / "draws"
DIRECTORY = ROOT / "spec" / "vectors" / "directory.json"
FORMAT = "mingqian-vectors/1"
POLICY = (
    f"log {Key(ORIGIN).vkey}\n"
    f"witness linjiang {Key(WITNESS, note.COSIGNATURE).vkey}\n"
    "quorum linjiang\n"
)


def vectors() -> Iterator[tuple[str, dict[str, object]]]:
    """Make every vector with its name."""
    for name, make in examples.ALL.items():
        ceremony = make().ceremony()
        yield name, _vector(name, ceremony.all(), POLICY, with_explanations=True)
    yield "no-policy", _vector("no-policy", examples.sealed().ceremony().all(), None)
    undated = examples.drand_and_witness().ceremony(is_dated=False)
    yield "undated", _vector("undated", undated.all(), POLICY)
    yield "replaced", _vector("replaced", examples.with_replacements(), POLICY)
    for name, forge in forgeries.FORGERIES.items():
        if name in {"uniqueness", "voids", "log-key"}:
            continue  # these need more than the folder and this policy
        files, _ = forge()
        yield f"forged-{name}", _vector(f"forged-{name}", files, POLICY)


def _vector(
    name: str,
    files: Mapping[str, bytes],
    policy: str | None,
    *,
    with_explanations: bool = False,
) -> dict[str, object]:
    configuration = Configuration()
    if policy is not None:
        from mingqian.log.policy import parse  # noqa: PLC0415

        configuration = Configuration(policy=parse(policy.encode(), "policy"))
    report = checked(files, configuration)
    return {
        "format": FORMAT,
        "name": name,
        "policy": policy,
        "files": {one: _content(files[one]) for one in sorted(files)},
        "checks": _checks(report),
        "notes": list(report.notes),
        "explanations": _explanations(files) if with_explanations else [],
    }


def directory() -> dict[str, object]:
    """Make the vector of a directory's root (draw-v1 2.7)."""
    key = directory_rows.KEY
    rows = sorted(directory_rows.rows(), key=lambda row: row.id)
    lines = [directory_root.line(key, row.id, row.write()) for row in rows]
    whole = tree.Tree.of(lines)
    return {
        "format": FORMAT,
        "name": "directory",
        "key": key,
        "rows": [row.write().decode() for row in rows],
        "salts": [directory_root.salt(key, row.id) for row in rows],
        "lines": [line.decode() for line in lines],
        "root": whole.root().hex(),
        "proof_of_1": [one.hex() for one in whole.inclusion_proof(1)],
    }


def _content(data: bytes) -> object:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _checks(report: Report) -> list[list[str | None]]:
    return [[check.name, str(check.outcome), check.blocked_by] for check in report.checks]


def _explanations(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    made = manifest.read(files[manifest.FILE])
    rosters = roster.read(files)
    found = result.read(files[result.FILE])
    wanted = [subject.id for subject in rosters.subjects[:6]]
    wanted += [exclusion.id for exclusion in rosters.exclusions[:1]]
    told = [explain.explain(made, rosters, found, one) for one in [*wanted, "NOBODY"]]
    return [
        {
            "id": one.id,
            "number": None if one.ticket is None else one.ticket.number,
            "value": None if one.ticket is None else str(one.ticket.value),
            "leaf": one.leaf,
            "excluded_for": one.excluded_for,
            "standings": [[s.stratum, s.outcome, s.reserve_rank] for s in one.standings],
        }
        for one in told
    ]


def _files() -> Iterator[tuple[str, Path, dict[str, object]]]:
    for name, vector in vectors():
        yield name, FOLDER / f"{name}.json", vector
    yield "directory", DIRECTORY, directory()


def main() -> int:
    """Write the vectors, or check that they are as they should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    stale = []
    for name, path, vector in _files():
        text = json.dumps(vector, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if is_check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"the vector {name} is not up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
