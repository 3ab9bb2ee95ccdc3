"""Checks of what was fixed before the randomness existed (spec draw-v1 2, 7.6)."""

from __future__ import annotations

from collections.abc import Sequence

from mingqian import canonical, evidence, packing, roster, selection
from mingqian import manifest as manifests
from mingqian.log import tree
from mingqian.verify.case import Case
from mingqian.verify.findings import DifferenceError, Finding, passed, require_equal


def folder_files(case: Case) -> Finding:
    """Compare the names in the folder with those of clause 6.2."""
    _require_names(case)
    _require_readme(case)
    for file in case.listed_evidence():
        name = f"{evidence.EVIDENCE}{file.name}"
        require_equal(
            "证据文件与结果中登记的摘要不一样",
            where=name,
            expected=file.sha256,
            actual=canonical.digest(case.files[name]),
        )
    return passed(f"共 {len(case.files)} 个文件，不缺不多")


def manifest_canonical(case: Case) -> Finding:
    """Read manifest and result, which require all that they alone can show."""
    expected = case.manifest.draw
    result = case.result
    require_equal(
        "结果是另一次抽取的", where="result.json draw", expected=expected, actual=result.draw
    )
    require_equal(
        "结果中来源的个数与清单不一样",
        where="result.json sources",
        expected=len(case.manifest.sources),
        actual=len(result.sources),
    )
    return passed("清单和结果都是规范写法，字段齐全")


def roster_format(case: Case) -> Finding:
    """Read the rosters and require every code to be declared."""
    rosters = case.rosters
    return passed(
        f"可抽 {len(rosters.subjects)} 家，不可抽 {len(rosters.exclusions)} 家，"
        f"人员 {len(rosters.inspectors)} 名，回避等关系 {len(rosters.conflicts)} 条"
    )


def roster_digests(case: Case) -> Finding:
    """Compare rows and digests in the manifest with the files."""
    for entry in case.manifest.files:
        data = case.file(entry.name)
        where = f"manifest.json files {entry.name}"
        require_equal(
            "名单的摘要与清单不一样",
            where=f"{where} sha256",
            expected=entry.sha256,
            actual=canonical.digest(data),
        )
        rows = data.count(b"\n") - 1
        require_equal(
            "名单的行数与清单不一样", where=f"{where} rows", expected=entry.rows, actual=rows
        )
    return passed("四份名单与封存时一样")


def candidates_root(case: Case) -> Finding:
    """Recompute the tree head over subjects and exclusions (2.4)."""
    case.require_passed("roster-format")
    require_equal(
        "名单的树根与清单不一样",
        where="manifest.json candidates_root",
        expected=case.manifest.candidates_root,
        actual=tree.root(roster.candidate_lines(case.files)).hex(),
    )
    return passed("树根一样，每一家都能证明自己被怎样对待")


def strata_counts(case: Case) -> Finding:
    """Recount sizes, numbers drawn, ticket base and the size of the directory (2.3, 4.2)."""
    for stratum in case.manifest.strata:
        _require_stratum(stratum, case.stratum_size(stratum.code))
    base = selection.ticket_base(subject.tickets for subject in case.rosters.subjects)
    require_equal(
        "签数的公倍数不对",
        where="manifest.json ticket_base",
        expected=base,
        actual=case.manifest.ticket_base,
    )
    listed = len(case.rosters.subjects) + len(case.rosters.exclusions)
    if listed > case.manifest.directory.size:
        raise DifferenceError(
            "名单比名录库还大",
            where="manifest.json directory.size",
            expected=f"不少于 {listed}",
            actual=case.manifest.directory.size,
        )
    return passed(f"{len(case.manifest.strata)} 个层的家数和应抽数都重算一样")


def _require_stratum(stratum: manifests.Stratum, size: int) -> None:
    where = f"manifest.json strata {stratum.code}"
    require_equal("层的家数与名单不一样", where=f"{where} size", expected=size, actual=stratum.size)
    require_equal(
        "应抽数与比例算出的不一样",
        where=f"{where} draw",
        expected=stratum.rule.draw(size),
        actual=stratum.draw,
    )


def _require_readme(case: Case) -> None:
    """Require that the text for people, where it is given, is the one that everybody gets."""
    if evidence.README in case.files:
        require_equal(
            "说明文件不是公布的那一份",
            where=evidence.README,
            expected=evidence.README_DIGEST,
            actual=canonical.digest(case.files[evidence.README]),
        )


def _require_names(case: Case) -> None:
    # What is always there comes first: without a manifest nobody knows what else must be.
    folder = packing.outer_folder(case.files.keys())
    if folder is not None:
        raise DifferenceError(
            packing.too_deep(folder), where=folder, expected="没有这层文件夹", actual="有"
        )
    _require_there(case, evidence.ALWAYS)
    must, may = case.expected_names()
    _require_there(case, sorted(must))
    for name in sorted(case.files.keys() - must - may):
        raise DifferenceError(
            packing.unknown(name), where=name, expected="没有这个文件", actual="有"
        )


def _require_there(case: Case, names: Sequence[str]) -> None:
    for name in names:
        if name not in case.files:
            raise DifferenceError("缺少文件", where=name, expected="有这个文件", actual="没有")
