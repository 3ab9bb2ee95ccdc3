"""The heads of lists."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.web.lists import ListState

register = template.Library()


@register.simple_tag
def order_by(state: ListState, order: str, title: str) -> SafeString:
    """Link a column's heading to the list in its order; the present one is marked."""
    is_present = state.sort == order
    return format_html(
        '<a class="mq-sort" href="?{}"{}>{}</a>',
        state.ordered(order),
        SafeString(' aria-current="true"') if is_present else "",
        title,
    )
