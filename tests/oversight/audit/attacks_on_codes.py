"""What SQL may do to public codes and to the rows of a task, and what fsck says of it."""

from __future__ import annotations

CODES = {
    "a bureau's code": (
        "UPDATE accounts_organisation SET code = '990107-09' WHERE kind = 'bureau'",
        "organisation {bureau} 机构编码: 990107-01 | 990107-09",
    ),
    "a section's code": (
        "UPDATE accounts_organisation SET code = '990107-01-09' WHERE name = '就业促进科'",
        "organisation 就业促进科 机构编码: 990107-01-02 | 990107-01-09",
    ),
    "the codes of two sections": (
        (
            "UPDATE accounts_organisation SET code = 'X' WHERE code = '990107-01-01';"
            "UPDATE accounts_organisation SET code = '990107-01-01' WHERE code = '990107-01-02';"
            "UPDATE accounts_organisation SET code = '990107-01-02' WHERE code = 'X'"
        ),
        "organisation 人力资源管理科 机构编码: 990107-01-01 | 990107-01-02",
    ),
    "the codes of two inspectors": (
        (
            "UPDATE registry_inspector SET code = 'X' WHERE code = '990107-01-ZF00001';"
            "UPDATE registry_inspector SET code = '990107-01-ZF00001'"
            " WHERE code = '990107-01-ZF00002';"
            "UPDATE registry_inspector SET code = '990107-01-ZF00002' WHERE code = 'X'"
        ),
        "inspector QH00001 人员编码: 990107-01-ZF00001 | 990107-01-ZF00002",
    ),
}

TASK_ROWS = {
    "the share of a class": (
        (
            "INSERT INTO plans_taskratio (task_id, code, permyriad)"
            " SELECT id, 'A', 9500 FROM plans_task"
        ),
        'task {task} ratios: [] | [{"class": "A", "value": 9500}]',
    ),
    "how many a class had": (
        "UPDATE plans_taskbase SET count = 4",
        'task {task} bases: [{"class": "", "value": 40}] | [{"class": "", "value": 4}]',
    ),
    "the month of a batch": (
        "UPDATE plans_taskbatch SET month = 9",
        "task {task} batches:",
    ),
    "a batch taken out": (
        "DELETE FROM plans_taskbatch",
        "task {task} batches:",
    ),
    "an item of a task": (
        "UPDATE plans_taskitem SET code = 'LDBZ-02'",
        'task {task} items: ["LDBZ-01"] | ["LDBZ-02"]',
    ),
    "a section that nobody planned to take along": (
        (
            "INSERT INTO plans_taskpartner (task_id, section_id, people)"
            " SELECT id, owner_id, 1 FROM plans_task"
        ),
        "task {task} partners: [] |",
    ),
}

# The same for the directories.
INSPECTORS = {
    "an inspector's code": (
        "UPDATE registry_inspector SET code = '990107-01-ZF00009' WHERE number = 'QH00001'",
        "inspector QH00001 人员编码: 990107-01-ZF00001 | 990107-01-ZF00009",
    ),
    "an inspector's code and what was kept of it": (
        (
            "UPDATE registry_inspector SET code = '990107-01-ZF00009' WHERE number = 'QH00001';"
            "UPDATE registry_inspectorversion SET content = "
            "CAST(replace(CAST(content AS text), 'ZF00001', 'ZF00009') AS {json})"
            " WHERE until IS NULL AND kind = 'inspector' AND row = {inspector}"
        ),
        "inspector QH00001 人员编码: 990107-01-ZF00001 | 990107-01-ZF00009",
    ),
}
