"""What somebody with the database's password may write into it, and what fsck says of it."""

from __future__ import annotations

ATTACKS = {
    "a role of one's own": (
        (
            "INSERT INTO accounts_appointment (user_id, organisation_id, role, since,"
            " is_first) SELECT user_id, organisation_id, 'approver', since, is_first"
            " FROM accounts_appointment"
            " WHERE role = 'inspector'"
        ),
        "appointment own-inspector 角色: 没有任何记录 | {bureau}的审批",
    ),
    "another role": (
        "UPDATE accounts_appointment SET role = 'approver' WHERE role = 'clerk'",
        "appointment own-clerk 角色: 没有任何记录 | {bureau}的审批",
    ),
    "a role elsewhere": (
        (
            "UPDATE accounts_appointment SET organisation_id = (SELECT MIN(id) FROM"
            " accounts_organisation WHERE kind = 'section') WHERE role = 'approver'"
        ),
        "appointment own-approver 角色: 没有任何记录 | 人力资源管理科的审批",
    ),
    "a role taken away": (
        (
            "UPDATE accounts_accountrequest SET appointment_id = NULL;"
            "DELETE FROM accounts_appointment WHERE role = 'supervisor'"
        ),
        "appointment own-supervisor 角色: {bureau}的监督 | 没有这个任命，或已免去",
    ),
    "a role ended": (
        "UPDATE accounts_appointment SET until = since WHERE role = 'supervisor'",
        "appointment own-supervisor 角色: {bureau}的监督 | 没有这个任命，或已免去",
    ),
    "a role held for longer": (
        "UPDATE accounts_appointment SET since = '2020-01-01 00:00:00' WHERE role = 'approver'",
        "appointment own-approver 任职起始: 2026-03-18T04:00:00Z | 2020-01-01T00:00:00Z",
    ),
    "an account renamed": (
        "UPDATE accounts_user SET name = '别人' WHERE username = 'own-approver'",
        "account own-approver 姓名: own-approver先生 | 别人",
    ),
    "an account reopened or closed": (
        "UPDATE accounts_user SET is_active = NOT is_active WHERE username = 'own-clerk'",
        "account own-clerk 可登录: 是 | 否",
    ),
    "an account of one's own": (
        (
            "INSERT INTO accounts_user (username, number, name, folded_name, phone, password,"
            " is_active, must_change_password, asks_code, made_at)"
            " SELECT 'shadow', 'shadow', name, folded_name, phone, password, is_active,"
            " must_change_password, asks_code, made_at FROM accounts_user"
            " WHERE username = 'own-clerk'"
        ),
        "account shadow 整行: 没有任何记录 | 有这一行",
    ),
    "an organisation moved": (
        "UPDATE accounts_organisation SET region = '110000' WHERE kind = 'bureau'",
        "organisation {bureau} 区划代码: 990107 | 110000",
    ),
    "an organisation renamed": (
        "UPDATE accounts_organisation SET name = '别处' WHERE name = '就业促进科'",
        "organisation 别处 名称: 就业促进科 | 别处",
    ),
    "a plan renamed": (
        "UPDATE plans_plan SET name = '另一个计划'",
        "plan {plan} 名称: 2026年度抽查计划 | 另一个计划",
    ),
    "a plan's state": (
        "UPDATE plans_planversion SET state = 'submitted'",
        "plan {plan} 第 1 版 状态: 已批准 | 待批准",
    ),
    "who approved a plan": (
        "UPDATE plans_planversion SET approved_by = '别人'",
        "plan {plan} 第 1 版 批准人: own-approver先生 | 别人",
    ),
    "what was approved": (
        "UPDATE plans_planversion SET content = replace(content, '1500', '9500')",
        "plan {plan} 第 1 版 内容的摘要:",
    ),
    "an approved task": (
        "UPDATE plans_task SET ratio = 9500",
        "task {task} ratio: 1500 | 9500",
    ),
    "an approved task's owner": (
        "UPDATE plans_task SET owner_id = (SELECT MAX(id) FROM accounts_organisation)",
        "task {task} owner: 人力资源管理科 | 就业促进科",
    ),
    "an approved task taken out": (
        (
            "DELETE FROM plans_taskitem;DELETE FROM plans_taskbase;DELETE FROM plans_taskbatch;"
            "DELETE FROM plans_task"
        ),
        "task {task} 整行: 有这条记录 | 没有这一行",
    ),
    "a version of one's own": (
        (
            "INSERT INTO plans_planversion (plan_id, number, state, reason, made_at, made_by,"
            " submitted_by, returned, approved_by, document_number, filed_with, published_url,"
            " content, digest, entry) SELECT plan_id, 2, 'superseded', reason, made_at, made_by,"
            " submitted_by, returned, approved_by, document_number, filed_with, published_url,"
            " content, digest, entry FROM plans_planversion"
        ),
        "plan {plan} 第 2 版 整行: 没有任何记录 | 有这一行",
    ),
    "a draw's title": (
        "UPDATE draws_draw SET title = '另一次抽查'",
        "draw {draw} 名称: 劳动用工抽查 | 另一次抽查",
    ),
    "a draw's state": (
        "UPDATE draws_draw SET state = 'voided'",
        "draw {draw} 状态: 已公示 | 作废",
    ),
    "a draw's state by its word": (
        "UPDATE draws_draw SET state = '已公示'",
        "draw {draw} 状态: 已公示 | 未知的状态 已公示",
    ),
    "who approved a draw": (
        "UPDATE draws_draw SET approved_by = '别人'",
        "draw {draw} 复核人: own-approver先生 | 别人",
    ),
    "who prepared a draw": (
        "UPDATE draws_draw SET submitted_by = '别人'",
        "draw {draw} 提交人: own-coordinator先生 | 别人",
    ),
    "when a draw was sealed": (
        "UPDATE draws_draw SET sealed_at = '2026-03-19 01:00:00'",
        "draw {draw} 封存时间: 2026-03-20T01:00:00Z | 2026-03-19T01:00:00Z",
    ),
    "a draw's commitment": (
        "UPDATE draws_draw SET commitment = '0000'",
        "draw {draw} 封存码: {commitment} | 0000",
    ),
    "what a draw is about": (
        (
            "UPDATE draws_draw SET setup = "
            "CAST(replace(CAST(setup AS text), "
            "'LDBZ-01', 'LDBZ-02') AS {json})"
        ),
        "draw {draw} 封存的方案、见证人和例外:",
    ),
    "what was counted for a draw": (
        (
            "UPDATE draws_draw SET figures = "
            "CAST(replace(CAST(figures AS text), "
            "'\"excluded\"', '\"excluded2\"') AS {json})"
        ),
        "draw {draw} 备料时的统计:",
    ),
    "the assurance": (
        "UPDATE draws_draw SET assurance = 'public'",
        "draw {draw} 保证程度: present | public",
    ),
    "a draw's bureau": (
        "UPDATE draws_draw SET owner_id = (SELECT MAX(id) FROM accounts_organisation)",
        "draw {draw} 发起部门:",
    ),
    "a source's value": (
        "UPDATE draws_sourcevalue SET value = '654321' WHERE position = 2",
        "draw {draw} 第 2 个来源的数:",
    ),
    "who entered a value": (
        "UPDATE draws_sourcevalue SET entered_by = '别人' WHERE position = 2",
        "draw {draw} 第 2 个来源的录入人: own-coordinator先生 | 别人",
    ),
    "who confirmed a value": (
        "UPDATE draws_sourcevalue SET confirmed_by = '别人' WHERE position = 2",
        "draw {draw} 第 2 个来源的核对人: own-supervisor先生 | 别人",
    ),
    "a source's value taken away": (
        "DELETE FROM draws_sourcevalue WHERE position = 1",
        "draw {draw} 第 1 个来源: 给出了数 | 没有这一行",
    ),
    "a witness": (
        "UPDATE draws_drawwitness SET unit = '自己人'",
        "draw {draw} 见证人 申见证:",
    ),
    "a friend's visit taken away": (
        (
            "DELETE FROM inspections_teammember WHERE visit_id = {visit};"
            "DELETE FROM inspections_itemresult WHERE visit_id = {visit};"
            "DELETE FROM inspections_inspectiontask WHERE code = '{code}'"
        ),
        "draw {draw} 检查任务 {code}: 抽中，或递补进来 | 没有这一行",
    ),
    "a visit to somebody who was not drawn": (
        (
            "UPDATE inspections_inspectiontask SET code = '{other}', subject_id = {other_pk}"
            " WHERE code = '{code}'"
        ),
        "draw {draw} 检查任务 {other}: 没有抽中，也没有递补进来 | 有这一行",
    ),
    "a visit's name": (
        "UPDATE inspections_inspectiontask SET name = '另一家' WHERE code = '{code}'",
        "draw {draw} 抽中对象的名称:",
    ),
    "a visit said to be replaced": (
        (
            "UPDATE inspections_inspectiontask SET is_out = NOT is_out, out_why = 'CLOSED'"
            " WHERE code = '{code}'"
        ),
        "draw {draw} 检查任务 {code} 的已被递补: 否 | 是",
    ),
    "a visit said to be merged": (
        "UPDATE inspections_inspectiontask SET merged_into_id = id WHERE code = '{code}'",
        "draw {draw} 检查任务 {code} 的并入: （空） | {draw}",
    ),
    "a task said to be accepted": (
        "UPDATE inspections_inspectiontask SET state = 'accepted' WHERE code = '{code}'",
        "draw {draw} 检查任务 {code} 的状态: 已抽取 | 已接受",
    ),
    "a visit struck off the ledger": (
        (
            "DELETE FROM registry_recordmember;"
            "DELETE FROM registry_inspectionrecord WHERE draw_number = '{draw}'"
        ),
        "draw {draw} 检查台账 {code}: 有这一次 | 没有这一行",
    ),
    "a visit that the ledger says is not made": (
        (
            "UPDATE registry_inspectionrecord SET state = 'cancelled'"
            " WHERE subject_id = (SELECT id FROM registry_subject WHERE code = '{code}')"
        ),
        "draw {draw} 检查台账 {code} 的状态: 待检查 | 已取消",
    ),
    "a visit that no longer counts": (
        "UPDATE registry_inspectionrecord SET exempt = '专项' WHERE draw_number = '{draw}'",
        "draw {draw} 检查台账 {code} 的不计次数的理由: （空） | 专项",
    ),
    "a visit of another year": (
        "UPDATE registry_inspectionrecord SET year = 2020 WHERE draw_number = '{draw}'",
        "draw {draw} 检查台账 {code} 的年度: 2026 | 2020",
    ),
    "nobody sent in the ledger": (
        "DELETE FROM registry_recordmember",
        "draw {draw} 检查台账 {code} 的派员:",
    ),
    "a visit in the ledger of a draw that is none": (
        (
            "UPDATE registry_inspectionrecord SET draw_number = '没有的抽取'"
            " WHERE subject_id = (SELECT id FROM registry_subject WHERE code = '{code}')"
        ),
        "subject {code} 检查台账: 没有任何记录 | 抽取 没有的抽取",
    ),
    "a visit's place": (
        "UPDATE inspections_inspectiontask SET place = 99 WHERE code = '{code}'",
        "draw {draw} 检查任务 {code} 的序号: 1 | 99",
    ),
    "another inspector": (
        (
            "UPDATE inspections_teammember SET inspector_id = (SELECT id FROM registry_inspector"
            " WHERE id NOT IN (SELECT inspector_id FROM inspections_teammember"
            " WHERE visit_id = {visit})"
            " LIMIT 1)"
            " WHERE id = (SELECT MIN(id) FROM inspections_teammember WHERE visit_id = {visit})"
        ),
        "draw {draw} 检查任务 {code} 的派员:",
    ),
    "another leader": (
        "UPDATE inspections_teammember SET is_leader = NOT is_leader WHERE visit_id = {visit}",
        "draw {draw} 检查任务 {code} 的派员:",
    ),
    "one inspector fewer": (
        (
            "DELETE FROM inspections_teammember"
            " WHERE id = (SELECT MIN(id) FROM inspections_teammember WHERE visit_id = {visit})"
        ),
        "draw {draw} 检查任务 {code} 的派员:",
    ),
    "a replacement that nobody granted": (
        (
            "INSERT INTO inspections_replacementrequest (visit_id, kind, is_recusal,"
            " by_enterprise, why, note, evidence_name, evidence_digest, asked_by, asked_at, state,"
            " decided_by, answer, came_in, went_out) VALUES ({visit}, 'subject', {false}, {false},"
            " 'CLOSED', '', '', '', '我', '2026-03-20 01:00:00', 'granted', '审批人', '',"
            " '{other}', '{code}')"
        ),
        'draw {draw} 检查任务 {code} 的递补和回避申请: [] | ["CLOSED"]',
    ),
}

# The same for the directories, from which draws are made.
DIRECTORIES = {
    "another industry": (
        "UPDATE registry_subject SET industry = '餐饮业' WHERE code = '{code}'",
        "subject {code} 内容:",
    ),
    "taken off the list": (
        "UPDATE registry_subject SET is_listed = NOT is_listed WHERE code = '{code}'",
        "subject {code} 内容:",
    ),
    "a subject of one's own": (
        "UPDATE registry_subject SET code = '{new}' WHERE code = '{code}'",
        "subject {new} 内容:",
    ),
    "a subject taken away": (
        "DELETE FROM registry_subject WHERE code = '{code}'",
        "subject {code} 整行: 有这条记录 | 没有这一行",
    ),
    "a subject under another act": (
        "UPDATE registry_subject SET entry = 0 WHERE code = '{code}'",
        "subject {code} 整行: 没有任何记录 | 有这一行",
    ),
    "a subject labelled with many": (
        "UPDATE registry_subject SET labels = '' WHERE code = '{labelled}'",
        "subject {labelled} 内容:",
    ),
    "a subject that no import brought": (
        "UPDATE registry_subject SET entry = {imported} WHERE code = '{code}'",
        "subject 第 {imported} 条留痕的导入 写入的行数: 1 | 2",
    ),
    "an imported subject taken away": (
        "DELETE FROM registry_subject WHERE entry = {imported}",
        "subject 第 {imported} 条留痕的导入 写入的行数: 1 | 0",
    ),
    "a visit of the ledger": (
        "UPDATE registry_inspectionrecord SET exempt = '专项'",
        "subject {labelled} 检查台账:",
    ),
    "the section that went, so that a cap does not count it": (
        "DELETE FROM registry_recordmember",
        "subject {labelled} 检查台账:",
    ),
    "a visit of the ledger taken away": (
        "DELETE FROM registry_recordmember;DELETE FROM registry_inspectionrecord",
        "subject {labelled} 检查台账:",
    ),
    "an inspector's duty": (
        "UPDATE registry_inspector SET duty = '离岗' WHERE number = 'QH00001'",
        "inspector QH00001 状态: 在岗 | 离岗",
    ),
    "an inspector's certificate": (
        "UPDATE registry_certificate SET until = '2030-01-01' WHERE number = 'QH00001'",
        "inspector QH00001 证件:",
    ),
    "an inspector's leave": (
        "DELETE FROM registry_leave",
        "inspector QH00001 请假与公务:",
    ),
    "an inspector and what was kept": (
        (
            "UPDATE registry_inspector SET duty = '离岗' WHERE number = 'QH00001';"
            "UPDATE registry_inspectorversion SET content = "
            "CAST(replace(CAST(content AS text), "
            "'{duty}', '{away}') AS {json})"
            " WHERE until IS NULL AND kind = 'inspector' AND row = {inspector}"
        ),
        "inspector QH00001 留存的原状:",
    ),
    "a recusal taken away": (
        "DELETE FROM registry_recusal",
        "inspector QH00001 回避:",
    ),
    "a recusal of another subject": (
        "UPDATE registry_recusal SET subject_id = (SELECT MAX(id) FROM registry_subject)",
        "inspector QH00001 回避的对象:",
    ),
    "a recusal that ended": (
        "UPDATE registry_recusal SET until = '2026-03-19'",
        "inspector QH00001 回避的至: （空） | 2026-03-19",
    ),
    "a cap": (
        "UPDATE regulations_regulatoryparameter SET value = '99' WHERE key = 'cap_all'",
        "rule {cap} 值:",
    ),
    "a rule taken away": (
        "DELETE FROM regulations_regulatoryparameter WHERE key = 'cap_all'",
        "rule {cap} 整行: 有这条记录 | 没有这一行",
    ),
    "an item's content": (
        (
            "UPDATE registry_itemversion SET content = "
            "CAST(replace(CAST(content AS text), "
            "'{key}', '{usual}') AS {json})"
        ),
        "item LDBZ-01 第 1 版内容:",
    ),
    "who published an item": (
        "UPDATE registry_itemversion SET published_by = '别人'",
        "item LDBZ-01 第 1 版公布人: own-approver先生 | 别人",
    ),
    "an item's state": (
        "UPDATE registry_item SET state = 'cancelled' WHERE code = 'LDBZ-01'",
        "item LDBZ-01 状态: 有效 | 取消",
    ),
}
