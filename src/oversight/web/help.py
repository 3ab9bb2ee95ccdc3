"""Help on what stands on no app's page: the workbench, the deadlines, the search."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="web-workbench",
        title="工作台",
        text="“等我办”列出等您办的事，按到期先后排；“在等别人”列出您交出去、别人还没有办的事。",
        points=(
            "先办超期的和最早到期的；点右边的按钮，直接到要办的那一页。",
            "办完一件，它就从这里消失；做过的都在“全程留痕”里。",
        ),
        pages=("office:workbench",),
    ),
    HelpEntry(
        key="web-first-steps",
        title="第一次使用",
        text="新的局从建立科室和账号开始，到办完第一次抽取为止；谁来办、办到哪里都列着。",
        points=(
            "从上往下办；写着“等谁”的，请先告诉他。",
            "办好一步自动打勾；都办好以后，工作台上不再显示，在“帮助”里还能看到。",
        ),
        pages=("office:first-steps",),
    ),
    HelpEntry(
        key="web-deadlines",
        title="期限",
        text="全部科室、全部事情的期限都在“期限”一页，按日子排，写明谁的、依据哪一条、从哪一天起算。",
        points=(
            "可以按科室、人员、状态和时间筛选；点标题就到那一页。",
            "工作日按国务院办公厅公布的放假安排算；没有登记的年份不算，写“还不能计算”。",
            "“订阅到日历”生成一个只有您知道的地址，手机日历订阅后显示事情和编号，不写名字；可以随时停用。",
        ),
        pages=("office:workbench", "office:deadlines", "office:deadline-feed"),
    ),
    HelpEntry(
        key="web-pending",
        title="全局进展",
        text="检查、责令改正、案件、移送没有办完的，按科室和步骤列出件数和最早的日期。",
        points=(
            "点件数看是哪些，再点一件就到那一页。",
            "科室按机构的次序排，不按多少排，也不评比人和单位。",
        ),
        pages=("office:pending",),
    ),
    HelpEntry(
        key="web-search",
        title="搜索",
        text="一个框搜全部：企业、人员、事项、计划、抽取、检查任务，只列您有权看的。",
        points=(
            "可以填名称的一部分、信用代码的开头、抽取编号、任务编号，或封存码的前八位。",
            "没有找到的，请少写几个字再找；别的科室的检查任务，您看不到的不会列出。",
        ),
        pages=("office:search", "office:help"),
    ),
    HelpEntry(
        key="web-print",
        title="打印名单",
        text="按刚才的筛选列出，一页一页打印；打印不改变任何内容。",
        points=(
            "要少打几行的，先回到名单里筛选。",
            "名单变了，请重新打印。",
        ),
        pages=(
            "office:items-print",
            "office:subjects-print",
            "office:inspectors-print",
            "office:imports-print",
            "office:plans-print",
            "office:draws-print",
        ),
    ),
    HelpEntry(
        key="web-certificate",
        title="本站证书",
        text="浏览器提示“不安全”时，用这一页给本单位的电脑和手机安装本站的证书。",
        points=(
            "先核对页面上的指纹，再照步骤安装。",
            "由系统管理员办；装好以后提示就不再出现。",
        ),
        pages=("office:certificate",),
    ),
)
