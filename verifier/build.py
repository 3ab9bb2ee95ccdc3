"""Build the one page that needs nothing else: all modules, worker and style in one file.

``python verifier/build.py --check`` writes nothing and fails if the page would change.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE / "mingqian-verifier.html"
VENDORED = "./vendor/curves.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_IMPORT_ALL = re.compile(r'^import \* as (\w+) from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) )", re.MULTILINE)
_NAME = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export \{([^}]*)\};?\n?", re.MULTILINE)
_VENDOR_EXPORT = re.compile(r"export\{([^}]*)\};?\s*(?:/\*.*\*/\s*)?$", re.DOTALL)


def page() -> str:
    """Give the text of the page."""
    library = _script_safe(bundle("./worker.js"))
    script = (HERE / "page.js").read_text(encoding="utf-8")
    style = (HERE / "style.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; worker-src blob:; "
        f"style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    text = (HERE / "page.html").read_text(encoding="utf-8")
    parts = {"CSP": policy, "STYLE": style, "LIBRARY": library, "PAGE": script}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match.group(1)], text)


def bundle(entry: str) -> str:
    """Join a module and all it imports into one script, each in a function of its own."""
    done: dict[str, str] = {}
    _visit(entry, done)
    return "'use strict';\n" + "".join(done.values())


def _visit(name: str, done: dict[str, str]) -> None:
    if name in done:
        return
    source = (HERE / name).read_text(encoding="utf-8")
    if name == VENDORED:
        done[name] = _vendored(name, source)
        return
    for match in [*_IMPORT.finditer(source), *_IMPORT_ALL.finditer(source)]:
        _visit(match.group(2), done)
    done[name] = _wrapped(name, source)


def _wrapped(name: str, source: str) -> str:
    names = _NAME.findall(source)
    for match in _EXPORT_LIST.finditer(source):
        names += [one.strip() for one in match.group(1).split(",") if one.strip()]
    source = _IMPORT.sub(_as_constants, source)
    source = _IMPORT_ALL.sub(
        lambda match: f"const {match.group(1)} = {_variable(match.group(2))};\n", source
    )
    source = _EXPORT_LIST.sub("", _EXPORT.sub("", source))
    given = ", ".join(dict.fromkeys(names))
    return f"const {_variable(name)} = (() => {{\n{source}return {{ {given} }};\n}})();\n"


def _as_constants(match: re.Match[str]) -> str:
    names = match.group(1).replace(" as ", ": ")
    return f"const {{{names}}} = {_variable(match.group(2))};\n"


def _vendored(name: str, source: str) -> str:
    match = _VENDOR_EXPORT.search(source)
    if match is None:
        raise SystemExit(f"{name}: no export found")
    pairs = [one.split(" as ") for one in match.group(1).split(",")]
    given = ", ".join(f"{pair[-1].strip()}: {pair[0].strip()}" for pair in pairs)
    body = source[: match.start()]
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n"


def _variable(name: str) -> str:
    return "m_" + re.sub(r"\W", "_", name.removeprefix("./").removesuffix(".js"))


def _script_safe(text: str) -> str:
    if "</script" in text.lower():
        raise SystemExit("a module contains the end of a script element")
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def vendor_is_as_pinned() -> bool:
    """Tell whether the vendored files have the digests that ``vendor.json`` states."""
    pinned = json.loads((HERE / "vendor" / "vendor.json").read_text(encoding="utf-8"))
    return all(
        hashlib.sha256((HERE / "vendor" / name).read_bytes()).hexdigest() == facts["sha256"]
        for name, facts in pinned.items()
    )


def main() -> int:
    """Write the page, or check that it is up to date."""
    if not vendor_is_as_pinned():
        print("verifier/vendor differs from vendor.json")
        return 1
    text = page()
    if "--check" in sys.argv[1:]:
        is_same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        if not is_same:
            print("verifier/mingqian-verifier.html is not up to date; run verifier/build.py")
        return 0 if is_same else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
