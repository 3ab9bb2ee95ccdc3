"""The files that prove why a visit does not count, or why somebody asks for another officer."""

from __future__ import annotations

from django.http import FileResponse

from oversight.accounts.rules import Permission
from oversight.inspections import selectors
from oversight.web.access import ActingRequest, page
from oversight.web.file_response import file_response


@page(Permission.SEE_VISITS)
def of_exemption(request: ActingRequest, visit_id: int) -> FileResponse:
    """Send the file that proves an exemption, as it came."""
    stored = selectors.exemption_evidence(request.actor, visit_id)
    return file_response(stored, stem=f"exemption-{visit_id}")


@page(Permission.SEE_VISITS)
def of_request(request: ActingRequest, visit_id: int, request_id: int) -> FileResponse:
    """Send the file that came with a request, as it came."""
    stored = selectors.request_evidence(request.actor, visit_id, request_id)
    return file_response(stored, stem=f"request-{request_id}")
