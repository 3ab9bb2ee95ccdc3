"""What the apps contribute, in templates: addresses of pages, and help where it is needed."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.common.contributions import Link
from oversight.web import contributions

register = template.Library()


@register.filter
def address(link: Link) -> str:
    """Give the address of a page that an app named."""
    return contributions.address(link)


@register.simple_tag
def what_is(key: str) -> SafeString:
    """Link to the help entry that explains what stands beside."""
    entry = contributions.help_entry(key)
    return format_html(
        '<a class="mq-what" href="{}#{}" aria-label="这是什么：{}">这是什么</a>',
        reverse("office:help"),
        entry.key,
        entry.title,
    )
