"""What a person calls the device and the browser that somebody signed in with."""

from __future__ import annotations

_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge 浏览器"),
    ("QIHU", "360 浏览器"),
    ("360SE", "360 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓"),
    ("Windows", "Windows"),
    ("Mac OS", "苹果电脑"),
    ("Kylin", "麒麟"),
    ("UOS", "统信"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    """Name system and browser of what a browser says of itself; what is not known is said so."""
    words = [_first(_SYSTEMS, agent), _first(_BROWSERS, agent)]
    return "，".join(word for word in words if word) or "不认识的程序"


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((word for mark, word in names if mark in agent), "")
