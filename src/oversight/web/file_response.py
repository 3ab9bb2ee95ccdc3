"""The one way in which a file that somebody handed in leaves the program.

The browser is told what our own table says of it, under a name of ours; it runs nothing of it and
opens nothing of it in a page but pictures that our own program could read.
"""

from __future__ import annotations

from django.http import FileResponse

from oversight.files import rules, selectors
from oversight.files.models import StoredFile

_POLICY = "default-src 'none'; sandbox"


def file_response(stored: StoredFile, *, stem: str) -> FileResponse:
    """Send a file as it came, to somebody who may read it.

    Raises:
        DomainError: a virus was found in it, or it must be scanned first.
        TamperedError: its bytes are not there.
    """
    kind = stored.kind_of
    response = FileResponse(
        selectors.open_file(stored),
        as_attachment=not stored.is_inline,
        filename=f"{stem}.{kind.name}",
        content_type=kind.content_type,
    )
    response["Content-Length"] = str(stored.size)
    return _guarded(response)


def thumbnail_response(stored: StoredFile) -> FileResponse:
    """Send the small picture of a file, to somebody who may read the file.

    Raises:
        DomainError: a virus was found in the file, or it must be scanned first.
        NotFoundError: there is none.
    """
    content_type = rules.JPEG.content_type
    return _guarded(FileResponse(selectors.open_thumbnail(stored), content_type=content_type))


def _guarded(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
