"""What systems and packers put among the files by themselves, named for people (draw-v1 6.7)."""

from __future__ import annotations

from collections.abc import Collection

from mingqian import manifest, result

_APPLE = "苹果系统(macOS)"
_WINDOWS = "Windows 系统"
_OFFICE = "办公软件(打开文件时)"
_STORAGE = "网络存储或 Linux 桌面"
_FOLDERS = {
    "__macosx": _APPLE,
    ".spotlight-v100": _APPLE,
    ".trashes": _APPLE,
    ".fseventsd": _APPLE,
    "$recycle.bin": _WINDOWS,
    "system volume information": _WINDOWS,
    "@eadir": _STORAGE,
}
_FILES = {
    ".ds_store": _APPLE,
    ".localized": _APPLE,
    "thumbs.db": _WINDOWS,
    "ehthumbs.db": _WINDOWS,
    "desktop.ini": _WINDOWS,
    ".directory": _STORAGE,
}
_BEGINNINGS = {"._": _APPLE, "~$": _OFFICE, ".~lock.": _OFFICE}


def packer(name: str) -> str | None:
    """Tell who adds a file of this name by itself; None for a file that a person put there."""
    *folders, last = name.lower().split("/")
    packers = [_FOLDERS[folder] for folder in folders if folder in _FOLDERS]
    packers += [_FILES[last]] if last in _FILES else []
    packers += [who for start, who in _BEGINNINGS.items() if last.startswith(start)]
    return packers[0] if packers else None


def unknown(name: str) -> str:
    """Say why a file that is no evidence is there, and what to do."""
    who = packer(name)
    if who is None:
        return "多出文件"
    return (
        f"多出文件：这是{who}自己加的，不是证据的一部分。"
        "请把它删掉再核对；是压缩包的，请用公示页下载的原文件"
    )


def outer_folder(names: Collection[str]) -> str | None:
    """Find the folder in which the whole evidence lies one level too deep; None without one."""
    if manifest.FILE in names:
        return None
    outer = [
        name.removesuffix(manifest.FILE) for name in names if name.endswith(f"/{manifest.FILE}")
    ]
    whole = [folder for folder in sorted(outer) if f"{folder}{result.FILE}" in names]
    return whole[0] if whole else None


def too_deep(folder: str) -> str:
    """Say that the evidence lies one folder too deep, and what to do."""
    return (
        f"多了一层文件夹：证据都在 {folder} 里面。"
        "请核对里面的那个文件夹；是压缩包的，请用公示页下载的原文件"
    )
