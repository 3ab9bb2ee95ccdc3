import django.db.models.deletion
from django.db import migrations, models

import oversight.cases.rules.decisions
import oversight.common.personal_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("inspections", "0001_initial"),
        ("rectifications", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="案件编号")),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200, verbose_name="当事人")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("clue", "线索"),
                            ("awaiting", "待立案审批"),
                            ("filed", "已立案"),
                            ("investigating", "调查中"),
                            ("told", "已告知"),
                            ("hearing", "听证中"),
                            ("reviewing", "法制审核"),
                            ("deciding", "待决定"),
                            ("decided", "已决定"),
                            ("served", "已送达"),
                            ("executed", "执行完毕"),
                            ("closing", "待结案审批"),
                            ("closed", "已结案"),
                            ("not_filed", "不予立案"),
                            ("withdrawn", "已撤销立案"),
                            ("revoked", "决定已撤销"),
                        ],
                        default="clue",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("V01", "规章制度违法"),
                            ("V02", "未订立书面劳动合同、缺少必备条款或者未交付文本"),
                            ("V03", "违法约定试用期"),
                            ("V04", "扣押证件、收取押金"),
                            ("V05", "克扣、拖欠工资，低于最低工资，未付加班费、经济补偿"),
                            ("V06", "违法延长工作时间"),
                            ("V07", "违反女职工、未成年工保护规定"),
                            ("V08", "使用童工"),
                            ("V09", "未办理社会保险登记"),
                            ("V10", "未按时足额缴纳社会保险费"),
                            ("V11", "瞒报工资总额或者职工人数"),
                            ("V12", "骗取社会保险待遇或者基金"),
                            ("V13", "无证从事职业中介、劳务派遣"),
                            ("V14", "人力资源服务机构未明示、无台账、未报年度报告、虚假信息"),
                            ("V15", "违反农民工工资专户、实名制、总包代发、保证金、维权公示规定"),
                            ("V16", "阻挠、隐瞒、伪证、拒不改正、打击报复"),
                            ("V99", "其他"),
                        ],
                        max_length=4,
                        verbose_name="案由",
                    ),
                ),
                (
                    "facts",
                    oversight.common.personal_fields.PersonalField(
                        max_length=2000, verbose_name="违法事实"
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="违反的规定")),
                ("discovered_on", models.DateField(verbose_name="发现日期")),
                ("act_ended_on", models.DateField(null=True, verbose_name="违法行为终了日期")),
                (
                    "is_grave",
                    models.BooleanField(default=False, verbose_name="危害生命健康、金融安全"),
                ),
                ("made_by", models.CharField(max_length=40)),
                ("made_user", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("asked_user", models.BigIntegerField(null=True)),
                ("filed_at", models.DateTimeField(null=True, verbose_name="立案时间")),
                ("extended_at", models.DateTimeField(null=True, verbose_name="延期时间")),
                ("inquired_on", models.DateField(null=True, verbose_name="调查询问书送达日期")),
                ("answered_on", models.DateField(null=True, verbose_name="答复询问日期")),
                ("suspected_at", models.DateTimeField(null=True, verbose_name="登记涉嫌犯罪时间")),
                (
                    "suspicion",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, max_length=500, verbose_name="涉嫌犯罪的情况"
                    ),
                ),
                ("told_on", models.DateField(null=True, verbose_name="告知日期")),
                ("heard_until", models.DateField(null=True, verbose_name="陈述申辩期限")),
                (
                    "has_hearing_right",
                    models.BooleanField(default=False, verbose_name="告知了听证权利"),
                ),
                ("needs_review", models.BooleanField(default=False, verbose_name="须法制审核")),
                ("intended_kinds", models.JSONField(default=list, verbose_name="拟处罚种类")),
                ("intended_fine", models.BigIntegerField(default=0, verbose_name="拟罚款（分）")),
                (
                    "intended_confiscated",
                    models.BigIntegerField(default=0, verbose_name="拟没收（分）"),
                ),
                ("has_defence", models.BooleanField(default=False, verbose_name="有陈述申辩")),
                ("was_waived", models.BooleanField(default=False, verbose_name="放弃陈述申辩")),
                ("hearing_asked_on", models.DateField(null=True, verbose_name="要求听证日期")),
                ("heard_on", models.DateField(null=True, verbose_name="听证日期")),
                ("investigated_at", models.DateTimeField(null=True, verbose_name="调查终结时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="结案时间")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "clue",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="rectifications.caseclue",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="registry.subject",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                (
                    "text",
                    oversight.common.personal_fields.PersonalField(blank=True, max_length=4000),
                ),
                ("made_by", models.CharField(max_length=40)),
                ("made_user", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件办理记录",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("standing", "有效"), ("revoked", "已撤销")],
                        default="standing",
                        max_length=10,
                        verbose_name="效力",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("penalty", "行政处罚"),
                            ("no_penalty", "不予行政处罚"),
                            ("handling", "行政处理决定"),
                            ("transfer", "移送有关机关"),
                        ],
                        max_length=12,
                        verbose_name="决定",
                    ),
                ),
                ("kinds", models.JSONField(default=list, verbose_name="处罚种类")),
                ("fine", models.BigIntegerField(default=0, verbose_name="罚款（分）")),
                ("confiscated", models.BigIntegerField(default=0, verbose_name="没收（分）")),
                (
                    "grounds",
                    oversight.common.personal_fields.PersonalField(
                        max_length=2000, verbose_name="理由"
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                (
                    "heavier_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="比告知更重的理由"),
                ),
                (
                    "discussion",
                    models.CharField(blank=True, max_length=300, verbose_name="集体讨论"),
                ),
                (
                    "credit_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                oversight.cases.rules.decisions.CreditClass["MINOR"],
                                "轻微：原则上不公示，确需公示的最长三个月",
                            ),
                            (
                                oversight.cases.rules.decisions.CreditClass["GENERAL"],
                                "一般：公示三个月至一年",
                            ),
                            (
                                oversight.cases.rules.decisions.CreditClass["SERIOUS"],
                                "严重：公示一年至三年",
                            ),
                        ],
                        max_length=10,
                        verbose_name="信用信息类别",
                    ),
                ),
                (
                    "credit_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="类别的理由"),
                ),
                (
                    "has_repair_notice",
                    models.BooleanField(default=False, verbose_name="附信用修复告知"),
                ),
                ("decided_by", models.CharField(max_length=40)),
                ("decided_user", models.BigIntegerField()),
                ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                ("served_on", models.DateField(null=True, verbose_name="送达日期")),
                (
                    "manner",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("post", "邮寄送达"),
                            ("entrusted", "委托送达"),
                            ("electronic", "电子送达"),
                            ("notice", "公告送达"),
                        ],
                        max_length=12,
                        verbose_name="送达方式",
                    ),
                ),
                ("receiver", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                (
                    "performance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party", "当事人自行履行"),
                            ("court", "申请人民法院强制执行"),
                            ("nothing", "没有需要履行的内容"),
                        ],
                        max_length=10,
                        verbose_name="执行方式",
                    ),
                ),
                ("executed_on", models.DateField(null=True, verbose_name="执行完毕日期")),
                (
                    "revoked_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "本机关"),
                            ("review", "行政复议机关"),
                            ("court", "人民法院"),
                            ("superior", "上级机关"),
                        ],
                        max_length=10,
                        verbose_name="撤销的机关",
                    ),
                ),
                (
                    "revoked_number",
                    models.CharField(blank=True, max_length=80, verbose_name="撤销的文号"),
                ),
                ("revoked_on", models.DateField(null=True, verbose_name="撤销日期")),
                (
                    "revoked_why",
                    models.CharField(blank=True, max_length=300, verbose_name="撤销的理由"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件决定",
            },
        ),
        migrations.CreateModel(
            name="Consequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=200, verbose_name="要办的事")),
                ("settled_on", models.DateField(null=True, verbose_name="办理日期")),
                ("settled_by", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="怎样办的")),
                ("entry", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequences",
                        to="cases.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "撤销的后果",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "书证"),
                            ("object", "物证"),
                            ("audiovisual", "视听资料"),
                            ("electronic", "电子数据"),
                            ("witness", "证人证言"),
                            ("party", "当事人的陈述"),
                            ("expert", "鉴定意见"),
                            ("site", "勘验笔录、现场笔录"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("taken_on", models.DateField(verbose_name="取得日期")),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collected", "待审查"),
                            ("accepted", "采信"),
                            ("excluded", "不采信"),
                        ],
                        default="collected",
                        max_length=10,
                        verbose_name="审查",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="审查的理由")),
                ("judged_by", models.CharField(blank=True, max_length=40)),
                ("judged_at", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "证据",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="缴纳期限")),
                ("amount", models.BigIntegerField(verbose_name="数额（分）")),
                ("entry", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="cases.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "分期缴纳",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="缴款日期")),
                ("amount", models.BigIntegerField(verbose_name="数额（分）")),
                ("reference", models.CharField(max_length=60, verbose_name="票据号")),
                ("entry", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="cases.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "缴款",
                "ordering": ["paid_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="移送编号")),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200, verbose_name="当事人")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agency", "移送其他行政机关"),
                            ("police", "涉嫌犯罪移送公安机关"),
                            ("prosecutor", "移送检察机关"),
                            ("market", "无法联系的线索抄告市场监管部门"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("receiver", models.CharField(max_length=80, verbose_name="移送给")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("V01", "规章制度违法"),
                            ("V02", "未订立书面劳动合同、缺少必备条款或者未交付文本"),
                            ("V03", "违法约定试用期"),
                            ("V04", "扣押证件、收取押金"),
                            ("V05", "克扣、拖欠工资，低于最低工资，未付加班费、经济补偿"),
                            ("V06", "违法延长工作时间"),
                            ("V07", "违反女职工、未成年工保护规定"),
                            ("V08", "使用童工"),
                            ("V09", "未办理社会保险登记"),
                            ("V10", "未按时足额缴纳社会保险费"),
                            ("V11", "瞒报工资总额或者职工人数"),
                            ("V12", "骗取社会保险待遇或者基金"),
                            ("V13", "无证从事职业中介、劳务派遣"),
                            ("V14", "人力资源服务机构未明示、无台账、未报年度报告、虚假信息"),
                            ("V15", "违反农民工工资专户、实名制、总包代发、保证金、维权公示规定"),
                            ("V16", "阻挠、隐瞒、伪证、拒不改正、打击报复"),
                            ("V99", "其他"),
                        ],
                        max_length=4,
                        verbose_name="事项",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "待批准"),
                            ("refused", "不予移送"),
                            ("approved", "已批准"),
                            ("sent", "已送出、等回执"),
                            ("received", "已回执、等结果"),
                            ("declined", "对方不受理"),
                            ("appealed", "已提请复议或者监督"),
                            ("answered", "有结果"),
                            ("ended", "不受理，已了结"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "facts",
                    oversight.common.personal_fields.PersonalField(
                        max_length=2000, verbose_name="事实"
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                ("enclosures", models.TextField(blank=True, max_length=1000, verbose_name="附件")),
                (
                    "attempts",
                    oversight.common.personal_fields.PersonalJSONField(
                        default=list, verbose_name="联系的经过"
                    ),
                ),
                ("made_by", models.CharField(max_length=40)),
                ("made_user", models.BigIntegerField()),
                ("made_at", models.DateTimeField(verbose_name="报告时间")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="送出时间")),
                ("received_on", models.DateField(null=True, verbose_name="回执日期")),
                ("received_by", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                ("declined_on", models.DateField(null=True, verbose_name="不受理日期")),
                ("appealed_on", models.DateField(null=True, verbose_name="提请日期")),
                ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                (
                    "answer_number",
                    models.CharField(blank=True, max_length=80, verbose_name="答复文号"),
                ),
                (
                    "decision",
                    models.CharField(blank=True, max_length=300, verbose_name="对方的决定"),
                ),
                ("is_accepted", models.BooleanField(default=False, verbose_name="对方立案、受理")),
                ("handed_over_on", models.DateField(null=True, verbose_name="移交物品日期")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="registry.subject",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferralAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                (
                    "text",
                    oversight.common.personal_fields.PersonalField(blank=True, max_length=4000),
                ),
                ("made_by", models.CharField(max_length=40)),
                ("made_user", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="cases.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送记录",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferralPackage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("pages", models.PositiveIntegerField(verbose_name="页数")),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="cases.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "移送材料",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Seizure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "goods",
                    oversight.common.personal_fields.PersonalField(
                        max_length=2000, verbose_name="物品"
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="地点")),
                ("approved_by", models.CharField(max_length=40, verbose_name="批准的负责人")),
                ("seized_on", models.DateField(verbose_name="登记保存日期")),
                ("handled_on", models.DateField(null=True, verbose_name="处理日期")),
                ("handling", models.CharField(blank=True, max_length=300, verbose_name="怎样处理")),
                ("entry", models.BigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seizures",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "先行登记保存",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["bureau", "state"], name="case_by_state"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["visit"], name="case_by_visit"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["bureau", "state"], name="referral_by_state"),
        ),
    ]
