"""Sources and commitment become one seed that nobody could choose (spec draw-v1 3.4, 3.5)."""

from __future__ import annotations

from collections.abc import Sequence

from mingqian import canonical
from mingqian.sources import Source


def seed(
    draw: str, commitment: str, sources: Sequence[Source], values: Sequence[str], secret: str | None
) -> str:
    """Compute the seed of a draw (3.4).

    ``values`` stand in the order of the sources; ``secret`` is None in open mode.
    """
    parts = ["mingqian-draw/1|seed|", draw, "|", commitment]
    parts += [f"|{s.kind}:{value}" for s, value in zip(sources, values, strict=True)]
    if secret is not None:
        parts.append(f"|secret:{secret}")
    return canonical.digest("".join(parts))


def commit_secret(draw: str, secret: str) -> str:
    """Compute the commitment to the secret of a sealed draw (3.5)."""
    return canonical.digest(f"mingqian-draw/1|secret|{draw}|{secret}")


def reveal_digest(draw: str, position: int, secret: str, value: str) -> str:
    """Compute what is logged for a witness's reveal in sealed mode; position from 1 (6.4)."""
    return canonical.digest(f"mingqian-draw/1|reveal|{draw}|{position}|{secret}|{value}")
