"""Alarms of a monitor: what is wrong with a bureau's log, said once, in several ways."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from xml.etree import ElementTree as ET

from mingqian import times
from mingqian.canonical import digest
from mingqian.errors import RefusedError
from mingqian.log.watching import Finding, Problem
from mingqian_cli.error_words import OWN

ATOM = "http://www.w3.org/2005/Atom"
MAIL_SECONDS = 30
_MOST_IN_FEED = 200
USER, PASSWORD = "MINGQIAN_SMTP_USER", "MINGQIAN_SMTP_PASSWORD"

_WORDS = {
    Problem.MALFORMED: "抽取 {draw} 的封存记录没有写明时间，无法判断",
    Problem.SEALED_LATE: "抽取 {draw} 封存得太晚：最迟应在 {expected}，实际在 {actual}",
    Problem.VOID_AFTER_TIME: "抽取 {draw} 在公开数产生({expected})以后才作废：{actual}",
    Problem.RESULT_MISSING: "抽取 {draw} 逾期没有结果：最迟应在 {expected}",
    Problem.HELD_LATE: "抽取 {draw} 的结果晚了：最迟应在 {expected}，实际在 {actual}",
    Problem.NOT_OPENED: "密封的抽取 {draw} 到时没有开封：最迟应在 {expected}",
    Problem.OPENED_LATE: "密封的抽取 {draw} 开封晚了：最迟应在 {expected}，实际在 {actual}",
    Problem.NOT_PUBLISHED: "批准了的公示 {draw} 没有公布：最迟应在 {expected}",
    Problem.SECOND_DRAW: "同一个任务抽了两次：{expected} 没有作废，又有 {actual}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm; ``key`` names what it is about: the same thing is said once."""

    key: str
    kind: str
    at: str
    text: str
    draw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Where alarms are mailed to, and by which server."""

    receivers: tuple[str, ...]
    sender: str
    host: str
    port: int

    def send(self, alarms: Sequence[Alarm], origin: str) -> None:
        """Send one message with all alarms; STARTTLS where the server offers it.

        Raises:
            RefusedError: the server does not take it.
        """
        message = EmailMessage()
        message["Subject"] = f"[明签监测] {origin}：{len(alarms)} 处警报"
        message["From"], message["To"] = self.sender, ", ".join(self.receivers)
        message.set_content(
            "".join(f"{times.beijing(alarm.at)}  {alarm.text}\n" for alarm in alarms)
        )
        try:
            with smtplib.SMTP(self.host, self.port, timeout=MAIL_SECONDS) as server:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                if os.environ.get(USER):
                    server.login(os.environ[USER], os.environ.get(PASSWORD, ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise RefusedError(
                OWN, problem=f"邮件没有发出：{error}；下次再发，请核对 --smtp"
            ) from None


def of_finding(finding: Finding, at: str) -> Alarm:
    """Make the alarm of what is wrong with a draw."""
    text = _WORDS[finding.problem].format(
        draw=finding.draw, expected=shown(finding.expected), actual=shown(finding.actual)
    )
    key = f"{finding.problem}:{finding.draw}"
    return Alarm(key=key, kind=str(finding.problem), at=at, text=text, draw=finding.draw)


def lines(alarms: Iterable[Alarm]) -> bytes:
    """Write alarms as JSON, one to a line, the oldest first."""
    rows = (json.dumps(asdict(alarm), ensure_ascii=False, sort_keys=True) for alarm in alarms)
    return "".join(f"{row}\n" for row in rows).encode()


def feed(alarms: Sequence[Alarm], *, origin: str, updated: str) -> bytes:
    """Write alarms as an Atom feed (RFC 4287), the newest first."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _add(root, "title", f"{origin} 的监测警报")
    _add(root, "id", _urn(origin))
    _add(root, "updated", updated)
    _add(_add(root, "author", ""), "name", "明签监测")
    for alarm in list(reversed(alarms))[:_MOST_IN_FEED]:
        entry = _add(root, "entry", "")
        _add(entry, "title", alarm.text)
        _add(entry, "id", _urn(f"{origin}|{alarm.key}"))
        _add(entry, "updated", alarm.at)
        _add(entry, "content", f"{times.beijing(alarm.at)}  {alarm.text}")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text or None
    return child


def _urn(text: str) -> str:
    hexes = digest(text.encode())
    return f"urn:sha256:{hexes}"


def shown(text: str) -> str:
    """Show a time as people read it; anything else stays as it is."""
    return times.beijing(text) if times.is_time(text) else text
