"""Pictures in templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
# Each mark as it stands in its picture, in a box of 16.
_SQUARE = '<rect class="{}" x="1" y="2" width="14" height="10"/>'
_MARKS = {
    "mq-c-expected": '<line class="{}" x1="8" y1="1" x2="8" y2="13"/>',
    "mq-c-dot": '<circle class="{}" cx="8" cy="7" r="5"/>',
}


@register.simple_tag
def legend_mark(kind: str) -> SafeString:
    """Draw a mark of a picture beside its word."""
    mark = format_html(_MARKS.get(kind, _SQUARE), kind)
    return format_html('<svg width="16" height="14" aria-hidden="true">{}</svg>', mark)
