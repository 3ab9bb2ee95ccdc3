"""What an organisation is called in the numbers of its documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.common.errors import DomainError
from oversight.documents import events, selectors
from oversight.documents.models import Letterhead
from oversight.documents.rules import numbering


@transaction.atomic
def set_word(*, word: str, actor: Actor, at: datetime) -> Letterhead:
    """Set the word of the actor's bureau (机关代字); documents already issued keep their numbers.

    Raises:
        DomainError: it is no word of 1 to 30 Han characters.
    """
    actor.require(Permission.EDIT_TEMPLATES)
    bureau = selectors.bureau_of(actor)
    if not numbering.is_word(word.strip()):
        raise DomainError("机关代字是 1 到 30 个汉字，例如 青人社", field="word")
    letterhead, _ = Letterhead.objects.update_or_create(
        organisation=bureau, defaults={"word": word.strip()}
    )
    event = AuditEvent(
        type=events.DOCUMENT_WORD_SET,
        number=bureau.code,
        title=bureau.name,
        public={"word": letterhead.word},
    )
    audit.record(event, by=actor.author, at=at)
    return letterhead
