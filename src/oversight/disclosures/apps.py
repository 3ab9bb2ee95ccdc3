"""Publications as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """From what must be public to its page, and to correction and withdrawal."""

    name = "oversight.disclosures"
    verbose_name = "公示"

    def ready(self) -> None:
        """Register the kinds of publications, and how rows are compared with the log."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.disclosures import contents, reconciliation  # noqa: PLC0415

        contents.register_all()
        audit.register("公示", reconciliation.check)
