"""All checks one after the other; a failure does not hide the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGES = (
    "mingqian",
    "mingqian_crypto",
    "mingqian_engines",
    "mingqian_ceremony",
    "mingqian_tables",
    "mingqian_cli",
    "oversight",
)
STEPS: dict[str, list[str]] = {
    "格式 (format)": ["ruff", "format", "--check", "-q", "."],
    "写法 (lint)": ["ruff", "check", "-q", "."],
    "模板格式 (template format)": ["djangofmt", "--check", "-q", "src/oversight/web/templates"],
    "模板 (templates)": ["djlint", "src/oversight/web/templates", "--lint", "--quiet"],
    "样式 (style sheets)": ["scripts/style_sheets.py", "--check"],
    "类型 (types)": ["mypy", *(f"src/{name}" for name in PACKAGES), "tests", "scripts", "verifier"],
    "架构 (import contracts)": ["importlinter.cli"],
    "拼写 (spelling)": ["codespell_lib"],
    "死代码 (dead code)": ["vulture"],
    "依赖 (dependencies)": ["deptry", "src"],
    "家规 (house rules)": [],
}


def main() -> int:
    """Run every step and give 1 if any failed."""
    failed = []
    for title, words in STEPS.items():
        print(f"== {title}", flush=True)
        if subprocess.call(_command(words)):
            failed.append(title)
    print(f"\n{len(STEPS) - len(failed)} passed, {len(failed)} failed")
    for title in failed:
        print(f"未通过:{title}")
    return 1 if failed else 0


def _command(words: list[str]) -> list[str]:
    if not words:
        return [sys.executable, "scripts/house_rules.py"]
    if words[0] == "importlinter.cli":
        return [sys.executable, "-c", "from importlinter.cli import lint_imports_command as f; f()"]
    if words[0].endswith(".py"):
        return [sys.executable, *words]
    if words[0] == "djangofmt":  # a program, not a module
        return [str(Path(sys.executable).with_name(words[0])), *words[1:]]
    return [sys.executable, "-m", *words]


if __name__ == "__main__":
    raise SystemExit(main())
