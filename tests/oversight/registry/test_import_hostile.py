"""Files that are not what they seem: each gets a clear answer, and nothing falls over."""

from __future__ import annotations

import pytest

from mingqian_tables import spreadsheet
from oversight.common.errors import DomainError
from oversight.registry.models import ImportRun
from oversight.registry.services.importing import files as looked_at
from tests.oversight.registry import files
from tests.oversight.registry.test_import import ROWS, counts, read
from tests.support.platform_factory import Bureau, code

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"MZ\x90\x00 a program", "这是程序，不是表格，没有读取；请上传 .xlsx、.xls 或 .csv"),
        (b"\x7fELF a program", "这是程序，不是表格，没有读取；请上传 .xlsx、.xls 或 .csv"),
        (b"%PDF-1.7", "这不是表格文件，没有读取；请上传 .xlsx、.xls 或 .csv"),
        (b"\x89PNG\r\n", "这不是表格文件，没有读取；请上传 .xlsx、.xls 或 .csv"),
        (b"", "文件是空的；请检查后重新上传"),
        (b"PK\x03\x04 broken", "文件已损坏，打不开；请用表格软件重新保存"),
        (files.zip_bomb(), "文件解开后异常地大，没有读取；请用表格软件另存为新的 .xlsx 再上传"),
    ],
    ids=["exe", "elf", "pdf", "png", "empty", "truncated zip", "bomb"],
)
def test_what_is_no_table_is_refused_at_once(own: Bureau, data: bytes, told: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(own, data)

    assert refused.value.problem == told
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\r\n\r\n", "表格是空的：没有表头"),
        ('名称,信用代码\r\n"没有关上的引号,1\r\n'.encode(), "引号或分隔不对"),
        (b"\x00\x01\x02 nothing", "不是表格；请给出 .xlsx、.xls 或 .csv 文件"),
        (b"\xd0\xcf\x11\xe0 broken", "打不开这个工作簿"),
        (b"\x81\x20\xff\xff,1\r\n", "文字编码既不是 UTF-8 也不是 GB18030；请另存为 UTF-8"),
    ],
    ids=["blank", "quotes", "binary", "broken xls", "encoding"],
)
def test_what_cannot_be_read_is_told_on_its_page(own: Bureau, data: bytes, told: str) -> None:
    run = read(own, data)

    assert run.state == ImportRun.FAILED
    assert told in run.problem


def test_a_file_with_headings_only_has_nothing_to_write(own: Bureau) -> None:
    run = read(own, files.csv([]))

    assert (run.state, counts(run)) == (ImportRun.READY, (0, 0, 0, 0))


def test_a_file_parted_by_semicolons_is_read_as_such(own: Bureau) -> None:
    run = read(own, f"单位名称;社会信用代码\r\n甲公司;{code(11)}\r\n".encode())

    assert (run.state, counts(run)) == (ImportRun.READY, (1, 0, 0, 0))
    assert run.headings == ["单位名称", "社会信用代码"]


def test_a_hidden_sheet_is_not_read(own: Bureau) -> None:
    run = read(own, files.xlsx(ROWS, hidden="旧名录"), name="a.xlsx")

    assert counts(run) == (2, 0, 0, 0)


def test_merged_cells_and_formulas_are_pointed_out(own: Bureau) -> None:
    data = files.xlsx(ROWS, merged="F5:F6", formula="D2")

    run = read(own, data, name="a.xlsx")

    assert run.notes == [
        "表中有公式：读取的是上次保存时的结果",
        "表中有合并的单元格：被合并盖住的行，要拆开填好才能收",
    ]
    assert run.stagedsubjects.get(line=2).grade == "B"


def test_a_code_that_was_a_number_is_refused(own: Bureau) -> None:
    run = read(own, files.xlsx([("甲公司", 914103810000123456, "", "")]), name="a.xlsx")

    reason = run.stagedsubjects.get().problems[0]["reason"]
    assert reason.startswith("代码被表格软件改成了科学计数法")


def test_a_file_that_is_too_large_is_refused(own: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looked_at, "MOST_BYTES", 2**20)

    with pytest.raises(DomainError, match="文件超过 1 MB；请拆成几个文件"):
        read(own, b"a," * 2**20)


def test_more_rows_than_the_limit_are_refused(own: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 2)

    run = read(own, files.xlsx([(f"甲{n}", code(n), "", "") for n in range(5)]), name="a.xlsx")

    assert run.state == ImportRun.FAILED
    assert "超过 2 行；请拆成几个文件" in run.problem
