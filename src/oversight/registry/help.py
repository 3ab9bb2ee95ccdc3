"""Help on the directories: what stands in them, and how a table becomes part of them."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="registry-items",
        title="抽查事项清单",
        text="没有公布的事项不能检查（国办发〔2024〕54号）。实施科室起草，审批人公布。",
        points=("公布以后内容不再变，要改就出新版本，过去的检查仍按当时的版本。",),
        pages=("office:items", "office:item", "office:item-new", "office:item-publish"),
    ),
    HelpEntry(
        key="registry-subjects",
        title="检查对象名录库",
        text="名录里是可以检查的单位。搜索可以填名称或地址的任何一部分、代码的开头，或名称的拼音首字母。",
        points=(
            "改动都要写原因，并记入留痕；过去任何一天的名录都能看到。",
            "移出名录不是删除，随时可以移回。",
            "抽取以前，监督人员用“两天对比”看名录最近多了谁、少了谁，谁的等级或标签变了。",
        ),
        pages=(
            "office:subjects",
            "office:subject",
            "office:subjects-on-day",
            "office:subjects-differences",
        ),
    ),
    HelpEntry(
        key="registry-inspectors",
        title="执法检查人员名录库",
        text="只有在编在岗、证件有效的人参加抽取（河南省行政执法条例第二十、二十一条）。",
        points=(
            "请假、证件到期、调离的自动不抽，原因写在名录里。",
            "有利害关系的登记为回避：抽取时这个人和这家企业永远不会配在一起。",
        ),
        pages=("office:inspectors", "office:inspector", "office:inspectors-on-day"),
    ),
    HelpEntry(
        key="registry-health",
        title="名录体检",
        text="底数清楚才抽得公平。每个数都是现在重算的，点进去就是名单，改好一家少一家。",
        points=("信用代码不符的、已注销或吊销还没有移出的，抽取前要清零。",),
        pages=("office:health",),
    ),
    HelpEntry(
        key="registry-import",
        title="导入：先看，后写，可以撤销",
        text="上传以后先核对，什么都不写入；您看过结果、点“写入”以后名录才变，写错了可以整批撤销。",
        points=(
            "表头叫法不必一样，例如“企业名称”“单位名称”都认得；不在第一行、有几张工作表也可以，认得不对时自己指定。",
            "检查对象必须有统一社会信用代码和名称；执法检查人员必须有监察证号和姓名；抽查事项必须有编码和名称。",
            "不认得的词（如“A级”）会列出来，说一次整份文件都按它收。",
            "要改的行可以在页面上直接改，也可以下载这些行改好再上传，其余的行不受影响。",
            "空格不改原来的内容；代码列请设为“文本”格式。",
        ),
        pages=("office:imports", "office:import-new", "office:import", "office:import-undo"),
    ),
)
