"""移送材料: what goes along is shown, joined into one PDF, and sent to whoever may read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.cases import selectors
from oversight.cases.services import packaging
from oversight.web import downloads
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import Action, confirm_action


@form(Permission.MAKE_CASES)
def pack(request: ActingRequest, referral_id: int) -> HttpResponse:
    """Show what goes along, and make the package."""
    referral = selectors.referral_for(request.actor, referral_id)
    crumbs = (
        ("移送", reverse("office:referrals")),
        (referral.number, reverse("office:referral", args=[referral.pk])),
    )
    facts = tuple(
        (str(place), f"{part.title}　{f'{part.pages} 页' if part.pages else '另附'}")
        for place, part in enumerate(packaging.parts_of(referral), start=1)
    )
    action = Action(
        title="制作移送材料",
        button="制作",
        crumbs=crumbs,
        caption=f"{referral.name}　{referral.receiver}",
        lead="下列文书和采信的证据并成一册，封面有清单、页数和摘要；不能并入的另附。做好以后可以再做新的一册。",
        facts=facts,
    )
    return confirm_action(
        request,
        lambda: packaging.pack(actor=request.actor, referral_id=referral_id, at=request.at),
        action,
        success="移送材料已做好，在移送页下载。",
    )


@page(Permission.SEE_CASES)
def file(request: ActingRequest, package_id: int) -> HttpResponse:
    """Send a package."""
    row = selectors.package_for(request.actor, package_id)
    name = f"{row.referral.number}-移送材料{row.pk}.pdf"
    return downloads.attachment(packaging.content_of(row), name, "application/pdf")
