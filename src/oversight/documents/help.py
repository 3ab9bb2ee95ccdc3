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
)
