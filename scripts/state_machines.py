"""Write ``docs/state-machines.md`` from the tables of transitions of all installed apps.

``python scripts/state_machines.py --check`` writes nothing and fails if the page would change.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings.test")

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402

from oversight.accounts.rules import PERMISSION_NAMES, Permission, holders  # noqa: E402
from oversight.common.transitions import END, STAYS, StateMachine, Transition  # noqa: E402

PAGE = ROOT / "docs" / "state-machines.md"
INTRODUCTION = """# State machines

Made by `python scripts/state_machines.py` from the tables in each app's `states`; do not edit it.

A service asks the table before it changes anything, pages and to-do lists ask it which acts are
open to whom. A line of a table says what is done, in which states, what the state is afterwards,
who may do it and what else must hold. An act that is not in the table for a state is refused.
"""
BY_ITSELF = "不凭角色"


def machines() -> Iterator[tuple[str, StateMachine]]:
    """Give every state machine of the installed apps with the place of its table."""
    seen: list[StateMachine] = []
    for app in apps.get_app_configs():
        for module in _modules(app.name) if app.name.startswith("oversight.") else ():
            for name, value in vars(module).items():
                if isinstance(value, StateMachine) and value not in seen:
                    seen.append(value)
                    yield f"{module.__name__}.{name}", value


def render() -> str:
    """Give the page: for each machine its diagram and its table."""
    return "\n".join([INTRODUCTION, *(_section(*named) for named in machines())])


def main() -> int:
    """Write the page, or give 1 if it is not what the tables say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        PAGE.write_text(render(), encoding="utf-8")
    is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == render()
    if not is_current:
        print("docs/state-machines.md is not what the tables say; run scripts/state_machines.py")
    return 0 if is_current else 1


def _modules(app: str) -> Iterator[ModuleType]:
    """Import where an app may have its tables: the modules ``states`` and ``rules``."""
    for name in (f"{app}.states", f"{app}.rules"):
        spec = find_spec(name)
        if spec is not None:
            yield import_module(name)
            for part in iter_modules(spec.submodule_search_locations or ()):
                yield import_module(f"{name}.{part.name}")


def _section(place: str, machine: StateMachine) -> str:
    words = "，".join(f"`{state}` {label}" for state, label in machine.labels.items())
    rows = "\n".join(_row(machine, row) for row in machine.transitions)
    return f"""## {machine.name}

`{place}`: {words}

```mermaid
{machine.diagram()}
```

| act | what | from | to | who | guard |
|---|---|---|---|---|---|
{rows}
"""


def _row(machine: StateMachine, row: Transition) -> str:
    sources = "、".join(machine.labels[state] for state in row.sources)
    targets = {STAYS: "不变", END: "这一行没有了"}
    target = targets.get(row.target) or machine.labels[row.target]
    guard = row.guard or "—"
    return f"| `{row.act}` | {row.label} | {sources} | {target} | {_who(row)} | {guard} |"


def _who(row: Transition) -> str:
    if not row.permission:
        return BY_ITSELF
    permission = Permission(row.permission)
    return f"{PERMISSION_NAMES[permission]}（{holders(permission)}）"


if __name__ == "__main__":
    raise SystemExit(main())
