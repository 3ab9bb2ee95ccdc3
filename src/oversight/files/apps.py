"""Files as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files under their digests, with what is known of them."""

    name = "oversight.files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Name the long work, and how files are checked."""
        from oversight.audit import reconciliation as audit  # noqa: PLC0415 - needs the models
        from oversight.files import jobs, reconciliation  # noqa: PLC0415

        jobs.register()
        audit.register("文件", reconciliation.check)
