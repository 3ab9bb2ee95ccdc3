"""Help on draws: the six steps, the randomness, the seal, and what comes after."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="draws-steps",
        title="抽取的六步",
        text="备料、封存、取种、抽取、派员、公示。封存以前可以反复备料；封存以后任何人不能再改，只能抽一次。",
        points=(
            "备料：从名录里数出参加的和不参加的，不参加的每家都写原因。",
            "封存：审批人看过同意，清单的封存码写入日志，那时公开数还没有产生。",
            "取种：公开数产生以后由一人录入、另一人对着公告再填一遍。",
            "抽取和派员：签值由小到大取，人员按公布的次序派，谁都能复算。",
            "计划内的抽取从年度计划的“各批抽取”开始；计划外的是临时抽查，要写明理由。",
        ),
        pages=("office:draws", "office:draw", "office:draw-temporary", "office:draw-submit"),
    ),
    HelpEntry(
        key="draws-sources",
        title="随机数从哪里来",
        text="随机数来自单位以外：彩票开奖、drand、当众掷骰子，可以再加见证人各自的数。没有人能单独左右结果。",
        points=(
            "至少一个公开来源，时间在封存 30 分钟以后：封存时谁也还不知道它。",
            "见证人先在自己手机上交签封，到时间再给出数；没有按时给的，照方案里公布的办法处理。",
            "开奖或骰子确实没有的，由两人附材料声明；因此保证不足的，按规则作废，永远公开。",
        ),
        pages=("office:draw-setup", "office:draw-witness", "office:draw-value"),
    ),
    HelpEntry(
        key="draws-seal",
        title="封存和封存码",
        text="封存码是清单的 SHA-256。写入日志以后，清单改一个字，封存码就对不上。",
        points=(
            "同意封存以前，请看对象多少家、各类机会、人员够不够、时间对不对。",
            "提交的人和封存的人不能是同一个。",
            "封存以后要停，只能在公开数产生以前由两个人同意作废，作废永远列在公示页。",
        ),
        pages=("office:draw-seal", "office:draw-void", "office:draw-void-agree"),
    ),
    HelpEntry(
        key="draws-signed",
        title="签字的抽取记录",
        text="抽取记录打印签字以后，扫描或拍照存回这次抽取，归档时就在一处。",
        points=(
            "收 PDF、JPEG、PNG；存进去的是什么，以后下载的就是什么，一个字节也不变。",
            "文件的摘要记入留痕：以后谁换了文件，一核对就知道。",
            "只给能看这次抽取的人看，不会自己公布。",
            "存错了就再存一份并写明理由，原来的仍然保留。",
        ),
        pages=("office:draw-signed",),
    ),
    HelpEntry(
        key="draws-changes",
        title="名录变动要第二人看",
        text="备料前一段日子（通常 30 日）里，抽取要读的名录改过什么都会列出，"
        "由审批人看过才能备料，并随抽取公布。",
        points=("这样没有人能在抽取前悄悄把熟人移出、事后再移回。",),
        pages=("office:draw-changes",),
    ),
)
