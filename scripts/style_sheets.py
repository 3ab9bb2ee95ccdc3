"""Format the style sheets, or with --check say what is not formatted and what nothing uses."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import cssbeautifier

ROOT = Path(__file__).resolve().parent.parent
PLATFORM = ROOT / "src" / "oversight"
SHEETS = PLATFORM / "web" / "static" / "css"
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
SELECTORS = re.compile(r"[^{};]+(?=\{)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Classes whose names are put together by a program.
BARS = {f"c{number}" for number in range(8)}


def main() -> int:
    """Format, or print every breach and give 1 if there is one."""
    if "--check" not in sys.argv[1:]:
        for path in sorted(SHEETS.glob("*.css")):
            path.write_text(formatted(path.read_text("utf-8")), encoding="utf-8")
        return 0
    breaches = list(_breaches(BARS | _words()))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


def formatted(text: str) -> str:
    """Give a style sheet with one declaration a line."""
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    options.space_around_combinator = True
    return str(cssbeautifier.beautify(text, options))


def classes(text: str) -> set[str]:
    """Give the classes that a style sheet names."""
    selectors = SELECTORS.findall(COMMENT.sub("", text))
    return {name for selector in selectors for name in CLASS.findall(selector)}


def _breaches(used: set[str]) -> Iterator[str]:
    for path in sorted(SHEETS.glob("*.css")):
        text = path.read_text("utf-8")
        if text != formatted(text):
            yield f"{path.name}: not formatted; run ./dev format"
        for unused in sorted(classes(text) - used):
            yield f"{path.name}: nothing uses the class {unused}"


def _words() -> set[str]:
    """Give every word of the platform's pages and programs: a class in use is one of them."""
    sources = (path for ending in ("html", "py", "js") for path in PLATFORM.rglob(f"*.{ending}"))
    return {word for path in sources for word in re.findall(r"[\w-]+", path.read_text("utf-8"))}


if __name__ == "__main__":
    raise SystemExit(main())
