"""Checks of the randomness: values, signatures, secret, assurance, seed (spec draw-v1 3, 7.6)."""

from __future__ import annotations

from mingqian import declaration, draw, evidence, seed, sources
from mingqian.errors import problem_of
from mingqian.sources import Dice, Drand, Lottery, Source, Witness, drand, witness
from mingqian.verify.case import Case
from mingqian.verify.findings import DifferenceError, Finding, by_eye, passed, require_equal


def source_values(case: Case) -> Finding:
    """Compare the form of every value, and the value with its log entry (3.1, 6.4)."""
    looks = []
    for position, (source, value) in enumerate(case.valued_sources(), start=1):
        where = f"result.json sources[{position - 1}]"
        misfit = sources.misfit(source, value)
        if misfit:
            raise DifferenceError(
                problem_of(misfit), where=where, expected="符合来源的写法", actual=value
            )
        _require_logged(case, position, value)
        looks += _to_look_at(case, position, source, value)
    if looks:
        return by_eye("与日志一样；请目测：" + ";".join(looks))
    return passed("每个来源的数都与日志一样")


def witness_commitments(case: Case) -> Finding:
    """Recompute every witness's commitment (3.1)."""
    count = 0
    for position, (source, value) in enumerate(case.valued_sources()):
        if isinstance(source, Witness) and sources.has_value(source, value):
            count += 1
            require_equal(
                f"见证人 {source.name} 的数与封存前的承诺不一样",
                where=f"result.json sources[{position}]",
                expected=source.commitment,
                actual=witness.commit(case.manifest.draw, source.name, value),
            )
    return passed(f"{count} 位见证人的数与承诺一样" if count else "没有见证人给出的数")


def drand_signature(case: Case) -> Finding:
    """Check signature and value of every drand round by the pinned key (3.1)."""
    rounds = []
    for position, (source, value) in enumerate(case.valued_sources()):
        signature = case.result.sources[position].signature
        where = f"result.json sources[{position}]"
        if isinstance(source, Drand):
            _require_round(case, source, value, signature, where)
            rounds.append(str(source.round))
        else:
            require_equal("不应有签名", where=f"{where} signature", expected=None, actual=signature)
    return passed(f"drand 第 {'、'.join(rounds)} 轮的签名有效" if rounds else "没有 drand 来源")


def lottery_notice(case: Case) -> Finding:
    """Name every lottery issue that must be compared with its official notice."""
    looks = [
        f"{source.game} 第 {source.issue} 期，{source.time}(北京时间另见)，"
        + (f"号码 {value}" if sources.has_value(source, value) else "没有开奖")
        for source, value in case.valued_sources()
        if isinstance(source, Lottery)
    ]
    if not looks:
        return passed("没有彩票来源")
    return by_eye("请与官方开奖公告核对玩法、期号、号码和开奖日期时间：" + ";".join(looks))


def secret_commitment(case: Case) -> Finding:
    """Compare the secret of a sealed draw with its commitment and its opening (3.5)."""
    secret = case.result.secret
    if not case.manifest.is_sealed_mode:
        require_equal(
            "公开方式不应有密数", where="result.json secret", expected=None, actual=secret
        )
        return passed("公开方式，没有密数")
    require_equal(
        "密数与封存时的承诺不一样",
        where="result.json secret",
        expected=case.manifest.secret_commitment,
        actual=None if secret is None else seed.commit_secret(case.manifest.draw, secret),
    )
    require_equal(
        "开封记录中的密数不一样",
        where="log/opened.entry",
        expected=secret,
        actual=case.entry("opened").public.get("secret"),
    )
    return passed("密数与封存时的承诺一样")


def assurance(case: Case) -> Finding:
    """Recompute level and bits, and require the declared level (3.2, 3.3)."""
    values = [value for _, value in case.valued_sources()]
    reached = case.result.assurance
    expected = sources.assurance(case.manifest.sources, values)
    require_equal(
        "保证级别不对",
        where="result.json assurance",
        expected=f"{expected.level} {expected.bits}",
        actual=f"{reached.level} {reached.bits}",
    )
    draw.require_assurance(case.manifest, values)
    if reached.level == sources.LOW:
        return passed(f"低({reached.bits} 位)：封存前能在多份名单中挑选的人，仍有少许影响")
    word = "公开来源" if reached.level == sources.PUBLIC else "当场骰子"
    return passed(f"{word},{reached.bits} 位")


def seed_recomputed(case: Case) -> Finding:
    """Recompute the seed from commitment and sources (3.4)."""
    require_equal(
        "种子重算不一样", where="result.json seed", expected=case.seed(), actual=case.result.seed
    )
    require_equal(
        "结果中的封存码与清单不一样",
        where="result.json commitment",
        expected=case.manifest.commitment,
        actual=case.result.commitment,
    )
    return passed("种子重算一样")


def _require_logged(case: Case, position: int, value: str) -> None:
    source = case.manifest.sources[position - 1]
    public = case.entry(f"reveal-{position}").public
    if case.manifest.is_sealed_mode and isinstance(source, Witness):
        secret = case.result.secret or ""
        field, expected = (
            "digest",
            seed.reveal_digest(case.manifest.draw, position, secret, value),
        )
    else:
        field, expected = "value", value
    require_equal(
        "来源的数与日志不一样",
        where=f"log/reveal-{position}.entry {field}",
        expected=expected,
        actual=public.get(field),
    )


def _to_look_at(case: Case, position: int, source: Source, value: str) -> list[str]:
    if sources.is_none(source, value):
        return [_declared_none(case, position, source)]
    if isinstance(source, Dice):
        return [f"骰子点数 {value} 与录像、纪要({source.place},{source.by})"]
    return []


def _declared_none(case: Case, position: int, source: Source) -> str:
    """Require the files that two persons named when they declared it, and say what to look at."""
    event = evidence.reveal(position)
    declared = declaration.read(case.entry(event).public, evidence.entry_file(event))
    files = case.result.sources[position - 1].evidence
    require_equal(
        "没有公布的证据文件与声明时记入日志的不一样",
        where=f"result.json sources[{position - 1}] evidence",
        expected="、".join(declared.evidence),
        actual="、".join(declaration.digests(files)),
    )
    names = "、".join(f"evidence/{file.name}({file.address})" for file in files)
    return f"{source.kind} 至截止确无公布，由 {'、'.join(declared.persons)} 声明，证据 {names}"


def _require_round(
    case: Case, source: Drand, value: str, signature: str | None, where: str
) -> None:
    raw = bytes.fromhex(signature or "")
    require_equal(
        "公开数不是签名的摘要",
        where=f"{where} value",
        expected=drand.value_of(raw),
        actual=value,
    )
    if not case.crypto.verify_bls_g1(drand.PUBLIC_KEY, source.message, raw):
        raise DifferenceError(
            f"drand 第 {source.round} 轮的签名不能由固定的公钥验证",
            where=f"{where} signature",
            expected="有效的签名",
            actual=signature,
        )
