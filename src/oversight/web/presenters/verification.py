"""The verification in five plain sentences: which checks of draw-v1 7 each of them sums up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What anybody can find out by recomputing, and the checks that decide it."""

    text: str
    checks: tuple[str, ...]

    @property
    def names(self) -> str:
        """Give the names of the checks as the page's script reads them."""
        return " ".join(self.checks)


SENTENCES = (
    Sentence(
        text="名单、规则和人员在公开数产生以前就封存了，之后没有改过一个字。",
        checks=(
            "folder-files",
            "manifest-canonical",
            "roster-format",
            "roster-digests",
            "candidates-root",
            "strata-counts",
            "commitment-logged",
            "sealed-before-t0",
        ),
    ),
    Sentence(
        text="随机数由封存时约定的各方给出，没有人换过，也没有人事先知道。",
        checks=(
            "reveals-before-t0",
            "source-values",
            "witness-commitments",
            "drand-signature",
            "lottery-notice",
            "secret-commitment",
            "assurance",
            "seed",
        ),
    ),
    Sentence(
        text="抽中的就是按公布的公式算出的那些家，一家不多，一家不少；只抽过一次。",
        checks=("numbers", "selection", "uniqueness", "voids"),
    ),
    Sentence(
        text="派谁去也是公式算出的；换人和递补按公布的次序。",
        checks=("assignment-complete", "assignment-quotas", "assignment-order", "replacements"),
    ),
    Sentence(
        text="结果和每一步都按时记进了公开的日志，没有删改。",
        checks=("log-key", "log-order", "log-consistency", "result-logged", "deadline"),
    ),
)
# Checks that pass because there is nothing of their kind, and how their finding then begins.
NOT_APPLICABLE = {
    "witness-commitments": "没有见证人",
    "drand-signature": "没有 drand",
    "lottery-notice": "没有彩票",
    "secret-commitment": "公开方式",
    "replacements": "没有递补",
}
