"""The text that lies in every evidence zip: what the files are, how to verify (draw-v1 6.2).

It is the same in every zip and its digest is in both verifiers, so nobody can say anything in it.
"""

from __future__ import annotations

TEXT = """读我

这是一次双随机抽取的全部验证材料。任何人都可以用它自己算一遍，不必相信任何单位，
也不必问任何人。请不要改动、改名或增减里面的文件。

一、里面有什么

manifest.json     封存的清单：抽哪些事项、每层抽多少、随机数从哪里来。
                  它的 SHA-256 就是封存码。
subjects.csv      参加抽取的检查对象
exclusions.csv    不参加的检查对象，每家一个原因
inspectors.csv    参加抽取的执法检查人员
conflicts.csv     回避和轮换：谁不去查谁
result.json       结果：随机数、抽中谁、谁去查
evidence/         随机数的凭据（照片、公告等），不是每次都有
log/              公开日志中与这次抽取有关的条目和证明

名单里只有代码，没有人名。企业的代码是统一社会信用代码。

二、怎样验证（三种办法，任选一种；每一种都把全部内容重算一遍）

1. 公示网页：打开举办单位公示网站上这次抽取的页面，点“在我的浏览器里重算”。
   文件不会上传，全部在您自己的电脑或手机上计算。
2. 离线网页：打开公示网站“怎样验证”里的离线验证页，断开网络，
   把这个压缩包（或者解开的文件夹）交给它。这一页可以另存下来，以后用。
3. 命令行：安装 mingqian 程序（源代码公开），在这个压缩包所在的文件夹运行
   mingqian verify 压缩包的文件名

三、看什么

三种办法都逐项写出算得一样不一样。有一项不一样，就请保存这个压缩包，
向举办单位或者它的上级单位反映。
请再核对一件事：封存码与您在现场抄下的、或者在公示网站上看到的一样。
写着“仅自述”和“请目测”的，数学证明不了，请照所写核对。
"""
BYTES = TEXT.encode()
