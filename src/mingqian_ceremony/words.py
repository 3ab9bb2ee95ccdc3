"""What every interface says alike of the errors of a draw's steps, folders and files, by code.

Where a person can go on by a command or on a page, the interface's own table says how.
"""

from __future__ import annotations

from collections.abc import Mapping

from mingqian.words import WORDS as CORE

WAY_OUT = (
    "请保留现场：不要改动、移动或删除这次抽取的任何文件，立即报告监督；"
    "查清以后从备份恢复原来的文件，再继续"
)
_ORIGINAL = "。请用公示页下载的原文件"
_UNPACK = "；这一份是重新打包过的，也可以把它解开，再核对解开的文件夹"

_STEPS = {
    "draw.no-seal-proof": "还没有封存的证明",
    "draw.not-held": "还没有抽取",
    "draw.not-opened": "密封方式在开封之前不能导出证据",
    "draw.not-prepared": "{path} 里没有清单",
    "draw.not-sealed": "还没有封存",
    "draw.open-mode": "这次抽取是公开方式，不需要开封",
    "draw.other-result": "日志里已有另一个结果的摘要；程序或文件被改动过，请保留现场",
    "draw.past-deadline": (
        "已过截止时间 {latest}，不能再抽取，也不能作废、重抽；公示页会列为逾期未出结果"
    ),
    "draw.seal-too-late": (
        "封存应不晚于 {latest}(北京时间 {beijing})，现在是 {at};请把公开来源改到更晚的时间，"
        "重新准备"
    ),
    "draw.t0-passed": "t0 {t0} 已到，不能再作废；抽取必须完成",
    "draw.task-taken": "任务 {task} 已有抽取 {number}({at} 封存)；一个任务只抽一次",
    "draw.two-persons": "作废应由两个人共同决定",
    "draw.voided": "这次抽取已经作废",
    "evidence.not-there": "没有 {path}；请给出证据夹或证据压缩包",
    "file.damaged": "文件损坏；请从备份恢复",
    "file.io": "读写不了 {path}：{reason!w}",
    "file.io-unnamed": "读写不了 文件：{reason!w}",
    "file.unreadable": "读不到{what!w} {path}：{reason!w}",
    "folder.foreign-files": "{path} 里有不属于抽取的文件：{names}；请另用一个空文件夹",
    "folder.link": "不是普通文件；证据夹里不能有链接",
    "folder.roster-digest": "名单与清单登记的摘要不一样；封存后名单不能改动，请恢复原文件",
    "folder.system-file": "{path} 是{who}自己加的，不是抽取的文件；请删掉它再做",
    "log.database-behind": (
        "日志文件的第 {index} 条在数据库里没有，或不一样：数据库恢复成了旧的备份，或被改过；"
        "没有写入，也没有签名"
    ),
    "log.files-differ": "日志文件与检查点不符；请先恢复日志文件夹",
    "log.key-lost": "{folder} 里有记录而没有 {vkey}；请从备份恢复",
    "log.lost": (
        "已有留痕，{folder} 里却没有日志和公钥；不会另造新的密钥。请从备份恢复整个日志文件夹，"
        "连同其中的 private"
    ),
    "log.not-there": "{folder} 里没有日志",
    "log.other-checkpoint": "检查点不是这个日志的",
    "log.other-name": "{folder} 已有日志 {name}",
    "log.other-private-key": "{path} 不是这个日志的私钥",
    "log.time-backwards": "日志里最新一条的时间是 {newest}，晚于 {at}；时间不能倒退",
    "source.drand-none": (
        "drand 第 {round} 轮一定存在，不能写成没有公布(none)；"
        "谁都可以在截止 {deadline} 之前交来这一轮的签名，逾期则列为逾期未出结果"
    ),
    "source.evidence-file": "证据文件 {name} 没有交来，或与登记的摘要不一样",
    "source.evidence-name": "来源 {position} 已有另一个叫 {name} 的证据文件；请换个文件名",
    "source.no-such": "没有第 {position} 个来源；共有 {count} 个",
    "source.not-given": "第 {position} 个来源还没有给出数",
    "source.persons-unwanted": "只有没有公布(none)才由两个人声明",
    "source.recorded": "来源 {position} 已经记录；数、签名和证据文件都不能再改",
    "source.signature-form": "drand 的签名应为 {digits} 位小写十六进制数",
    "source.signature-missing": "drand 的数要连同签名一起给出",
    "source.signature-unwanted": "只有 drand 的数有签名",
    "source.signature-wrong": "签名不是 drand 第 {round} 轮的；请重新取该轮的公开数",
    "source.too-early": "还不到时间：应不早于 {earliest}，现在是 {at}",
    "source.too-late": "已过时间：应早于 {latest}，现在是 {at}",
    "source.witness-value": "{name} 的数与封存前的承诺不一样；请核对本人的纸条",
    "token.another": "已有另一个时间戳 {name}，没有改动",
    "token.before-cosignatures": "已有时间戳；见证签名要在时间戳之前加入",
    "zip.too-large": "压缩包太大：打包的和解开的都不得超过 {bytes} 字节，文件不得超过 {files} 个",
}
_CHANGED = {
    "changed.evidence-digest": "{name} 证据文件的摘要和登记的不一样",
    "changed.evidence-lost": "{name} 证据文件不见了",
    "changed.lost": "{name} 不见了",
    "changed.manifest-digest": "{name} 摘要是 {found}，日志里封存的是 {logged}",
    "changed.never-sealed": "{name} 清单不是封存时的那一份，日志里没有它的封存记录",
    "changed.other-draw": "{name} 是抽取 {draw} 的，不是 {number} 的",
    "changed.proof": "{name} 证明不了日志里的那一条",
    "changed.result-digest": "{name} 摘要是 {digest}，日志里抽取时的是 {logged}",
    "changed.result-evidence": "{name} 证据文件和结果里登记的摘要不一样",
    "changed.roster-digest": "{name} 摘要是 {digest}，清单里登记的是 {listed}",
    "changed.sealed-fields": "{name} 和日志里封存的方式、任务、来源或时间不一样",
    "changed.secret": "密数 不是封存时承诺的那一个，或者不见了",
    "changed.since-sealing-began": "{name} 不是开始封存时的那一份",
    "changed.source-evidence": "来源 {position} 的证据文件 和日志里两个人声明时的不一样",
    "changed.source-value": "来源 {position} 的数 和日志里记录的不一样",
    "changed.unreadable": "{name} 读不懂（{cause!p}）",
}
_DAMAGED_ZIP = {
    "zip.bomb": "文件 {name} 压缩得不合情理，疑为压缩炸弹",
    "zip.bytes-after-directory": "压缩包目录后面有 {count} 个多余的字节",
    "zip.bytes-at-end": "压缩包末尾有 {count} 个多余的字节",
    "zip.bytes-before-directory": "压缩包最后一个文件与目录之间有 {count} 个多余的字节",
    "zip.bytes-between": "文件 {name} 前面有 {count} 个多余的字节，或次序与目录不同",
    "zip.bytes-first": "压缩包第一个文件前面有 {count} 个多余的字节",
    "zip.checksum": "文件 {name} 损坏：长度或校验和与目录不符",
    "zip.comment-cut": "压缩包末尾的注释不完整",
    "zip.control-character": "压缩包有文件名含控制字符",
    "zip.damaged": "文件 {name} 损坏，解不开",
    "zip.directory-damaged": "压缩包目录损坏或不完整",
    "zip.directory-place": (
        "压缩包目录应在第 {expected} 字节，写的是 {start}；前面或中间有多余的字节"
    ),
    "zip.encrypted": "文件 {name} 加了密",
    "zip.file-cut": "文件 {name} 不完整",
    "zip.flags": "文件 {name} 用了不认识的标志",
    "zip.header-damaged": "文件 {name} 的文件头损坏",
    "zip.header-differs": "文件 {name} 的文件头与目录不一样",
    "zip.header-name": "文件 {name} 在文件头里是另一个名字",
    "zip.link": "文件 {name} 是链接",
    "zip.method": "文件 {name} 的压缩方法是 {method}，只许不压缩(0)和 deflate(8)",
    "zip.name": "文件名 {name} 不允许",
    "zip.name-twice": "文件 {name} 出现两次",
    "zip.no-plain-file": "文件 {name} 不是普通文件",
    "zip.no-zip": "这个文件不是 zip 压缩包，或者不完整",
    "zip.overlap": "文件 {name} 与别的文件重叠，或次序与目录不同",
    "zip.split": "压缩包是分卷压缩包",
    "zip.too-many-files": "压缩包有 {count} 个文件，最多 {most} 个",
}
# What ordinary packers do, and nobody needs to be afraid of.
_REPACKED_ZIP = {
    "zip.comment": "压缩包带有注释",
    "zip.extra-field": "文件 {name} 带有附加字段(打包软件写的时间、用户号等)",
    "zip.file-comment": "文件 {name} 带有注释",
    "zip.folder-entry": "压缩包里面有文件夹条目 {name}，是打包软件自己加的",
    "zip.length-after": "文件 {name} 的长度写在内容后面(苹果“压缩”等边压缩边写的软件)",
    "zip.name-not-marked": "文件名 {name} 没有标明是 UTF-8 编码",
    "zip.names-not-utf8": "压缩包有文件名不是 UTF-8 编码",
    "zip.version": "文件 {name} 要求 {version:.1f} 版的解压软件，只许 1.0 和 2.0",
    "zip.zip64": "压缩包用了 zip64 的写法",
}
_TERMS = {
    "os.exists": "已有同名的文件",
    "os.folder": "是文件夹，不是文件",
    "os.full": "盘已满",
    "os.missing": "没有这个文件或文件夹",
    "os.name-too-long": "名字太长",
    "os.no-folder": "路径中有一段不是文件夹",
    "os.no-permission": "没有权限",
    "os.read-only": "所在的盘是只读的",
    "os.unknown": "系统没有说明原因",
    "term.file": "文件",
    "term.log-checkpoint": "日志检查点",
    "term.log-key": "日志私钥",
    "term.next-log-key": "新的日志私钥",
    "term.zip": "压缩包",
}

WORDS: Mapping[str, str] = {
    **CORE,
    **_STEPS,
    **{code: f"封存后文件被改动：{words}。{WAY_OUT}" for code, words in _CHANGED.items()},
    **{code: f"{words}{_ORIGINAL}" for code, words in _DAMAGED_ZIP.items()},
    **{code: f"{words}{_ORIGINAL}{_UNPACK}" for code, words in _REPACKED_ZIP.items()},
    **_TERMS,
}
"""The words of the core and of the ceremony, to be completed by an interface."""
