"""House rules that no tool has; each breach is one line."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 400
MAX_SOURCE_LINES = 350
MAX_FILE_BYTES = 1_500_000
MAX_FONT_BYTES = 6_000_000
GRAB_BAGS = {"utils", "helpers", "manager", "misc", "common_utils"}
HOST = re.compile(r"https?://|file://|--(extra-)?index-url|--find-links")
# Written in two halves, so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![A-Za-z.])/(?:wor" r"k|roo" r"t|hom" r"e)/")
UNFINISHED = re.compile(r"TO" r"DO|FIX" r"ME|NotImplemented" r"Error|mark\.(skip|xfail)")
TEXT = {".py", ".js", ".mjs", ".html", ".css", ".md", ".toml", ".yml", ".yaml", ".sh", ""}
# A variable is the noun that it holds, a class the noun that it is.
FILLERS = {
    *("one", "ones", "found", "told", "made", "said", "thing", "things", "stuff", "tmp", "temp"),
    *("foo", "bar", "blah", "dummy"),
}
PARTICIPLES = {
    *("Appended", "Asked", "Changed", "Checked", "Chosen", "Counted", "Done", "Drawn", "Entered"),
    *(
        "Examined",
        "Forced",
        "Found",
        "Frozen",
        "Given",
        "Judged",
        "Kept",
        "Known",
        "Listed",
        "Logged",
    ),
    *(
        "Made",
        "Numbered",
        "Opened",
        "Prepared",
        "Proven",
        "Read",
        "Said",
        "Sealed",
        "Seen",
        "Shown",
    ),
    *("Signed", "Staged", "Stored", "Taken", "Told", "Wanted", "Written"),
}
NAMED_PACKAGES = (
    *("mingqian", "mingqian_crypto", "mingqian_engines", "mingqian_ceremony", "mingqian_tables"),
    *("mingqian_cli", "oversight"),
)
"""The packages whose names are checked."""
_NAMED = tuple(f"src/{package}/" for package in NAMED_PACKAGES)
GENERATED = ("verifier/vendor/", "verifier/mingqian-verifier.html", "spec/vectors/")
WEB = "src/oversight/web/"
MAX_TEMPLATE_LINE = 120
QUERIES = {"filter", "exclude", "annotate", "aggregate", "order_by", "values_list"}
QUERIES |= {"select_related", "prefetch_related", "select_for_update"}
MAX_TEST_NAME = 70
MAX_MEDIAN = 8


def main() -> int:
    """Print every breach and give 1 if there is one."""
    files = _files()
    breaches = [*_breaches(files), *_in_templates(files), *_queries_in_pages(files)]
    breaches += [*_test_names(files), *_long_functions(files)]
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


def _breaches(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        most = MAX_FONT_BYTES if path.suffix == ".ttf" else MAX_FILE_BYTES
        if path.stat().st_size > most:
            yield f"{name}: larger than {most} bytes"
        if name.endswith(".lock"):
            yield from _hosts(name, path.read_text())
        elif path.suffix in TEXT and not name.startswith(GENERATED):
            yield from _in_text(name, path)


def _hosts(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if HOST.search(line):
            yield f"{name}:{number}: a host or an index in a lock file"


def _in_text(name: str, path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix in {".py", ".js", ".mjs"}:
        most = MAX_SOURCE_LINES if name.startswith("src/") else MAX_LINES
        if len(lines) > most and "/migrations/" not in name:
            yield f"{name}: {len(lines)} lines, more than {most}"
        if path.stem in GRAB_BAGS:
            yield f"{name}: named after nothing in particular"
    if path.suffix == ".py" and name.startswith(_NAMED):
        yield from names_in(name, ast.parse("\n".join(lines)))
    for number, line in enumerate(lines, start=1):
        if MACHINE_PATH.search(line):
            yield f"{name}:{number}: a path of some machine"
        if UNFINISHED.search(line):
            yield f"{name}:{number}: unfinished or skipped"


def names_in(name: str, tree: ast.Module) -> Iterator[str]:
    """Give names that say nothing: of variables, parameters, fields, functions and classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in FILLERS:
            yield f"{name}:{node.lineno}: a variable named {node.id}"
        elif isinstance(node, ast.arg) and node.arg in FILLERS:
            yield f"{name}:{node.lineno}: a parameter named {node.arg}"
        elif isinstance(node, ast.FunctionDef) and node.name.strip("_") in FILLERS:
            yield f"{name}:{node.lineno}: a function named {node.name}"
        elif isinstance(node, ast.ClassDef) and node.name.strip("_") in PARTICIPLES:
            yield f"{name}:{node.lineno}: a class named {node.name}"


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        everything = (path for path in ROOT.rglob("*") if ".venv" not in path.parts)
        return sorted(path for path in everything if path.is_file())
    return sorted(path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file())


def _queries_in_pages(files: Iterable[Path]) -> Iterator[str]:
    """Give every query of the database that a page makes by itself."""
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix != ".py" or not name.startswith(WEB):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if _is_query(node):
                yield f"{name}:{node.lineno}: a query; ask a selector of the app"  # type: ignore[attr-defined]


def _is_query(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and node.attr == "objects":
        return True
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in QUERIES


def _in_templates(files: Iterable[Path]) -> Iterator[str]:
    """Give every line of a template that is too long to read."""
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(f"{WEB}templates/"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if len(line) > MAX_TEMPLATE_LINE:
                yield f"{name}:{number}: {len(line)} characters, more than {MAX_TEMPLATE_LINE}"


def _test_names(files: Iterable[Path]) -> Iterator[str]:
    """Give every test whose name is too long to be read as a sentence."""
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("tests/") and path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    length = len(node.name)
                    if length > MAX_TEST_NAME:
                        yield f"{name}:{node.lineno}: a test's name of {length} characters"


def _long_functions(files: Iterable[Path]) -> Iterator[str]:
    """Complain where half of all functions of the sources have more lines than agreed."""
    lengths: list[int] = []
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("src/") and path.suffix == ".py":
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            lengths += [_length(node) for node in nodes if isinstance(node, ast.FunctionDef)]
    if lengths and median(lengths) > MAX_MEDIAN:
        yield f"src: half of the functions have more than {MAX_MEDIAN} lines"


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


if __name__ == "__main__":
    raise SystemExit(main())
