"""Documents that are printed and signed; their templates are edited in an office program."""

from oversight.web.documents.minutes import minutes
from oversight.web.documents.plan import plan

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = ["DOCX", "minutes", "plan"]
