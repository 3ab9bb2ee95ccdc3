"""Documents that are printed and signed; their templates are edited in an office program."""

from oversight.web.documents.minutes import minutes

__all__ = ["minutes"]
