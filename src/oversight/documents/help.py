"""Help on documents: how they come about, and how an office edits their templates."""

from __future__ import annotations

from oversight.common.contributions import HelpEntry

HELP = (
    HelpEntry(
        key="documents-list",
        title="文书",
        text="文书由程序按填好的内容写出：给文号，排成 PDF，填进 Word，两份的摘要记入留痕。",
        points=(
            "文号按文书和年度一个接一个，不会跳号；作废的文号不再使用。",
            "出具以后不能改。写错了，请审批人作废，写明理由，再出具一份。",
            "PDF 用来打印、盖章、归档；Word 用本单位改过的模板，内容和 PDF 一样。",
            "标着“待核实”的，栏目还没有和现行法律、格式文本逐字核对，用前请法制机构看一遍。",
        ),
        pages=("office:documents", "office:document", "office:document-void", "office:draw-record"),
    ),
    HelpEntry(
        key="documents-templates",
        title="文书模板怎么改",
        text="下载 Word 模板，改字体、段落和固定的文字，再上传；审批人启用以后就用它。",
        points=(
            "{{ }} 里是栏目名，不要改；整行的表用 {%tr for row in … %} 和 {%tr endfor %} 夹住。",
            "上传时试填一遍：缺了必填的栏目、写错了名字，都会指出来。",
            "每一版都留着，以前的一版可以再启用；停用以后用平台自带的模板。",
            "PDF 的版式不能改；字体可以换成本单位有授权的方正小标宋和仿宋。",
        ),
        pages=(
            "office:document-templates",
            "office:document-template",
            "office:document-template-upload",
            "office:document-word",
        ),
    ),
    HelpEntry(
        key="documents-versions",
        title="文书模板的版本",
        text="一个模板可以有几个版本，用的只有一个。先预览，看清格式和内容，再启用。",
        points=(
            "启用以后新出的文书用它；以前的文书不变。",
            "停用、放弃以后不能恢复，要用的另传一份。",
            "不同意审批的，写明理由，退回起草的人修改。",
        ),
        pages=(
            "office:approval-refuse",
            "office:template-version-preview",
            "office:template-version-use",
            "office:template-version-retire",
            "office:template-version-discard",
        ),
    ),
)
