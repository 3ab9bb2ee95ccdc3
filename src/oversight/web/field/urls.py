"""Addresses of the telephone's pages; all lie under the scope of the worker."""

from __future__ import annotations

from django.urls import path

from oversight.web.field import data, shell

urlpatterns = [
    path("", shell.shell, name="shell"),
    path("check/", shell.check, name="check"),
    path("sw.js", shell.worker, name="worker"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("now", data.now, name="now"),
    path("tasks.json", data.tasks, name="tasks"),
    path("record/<int:visit_id>", data.record, name="record"),
    path("act/<int:visit_id>", data.site_act, name="site-act"),
    path("closing/<int:visit_id>", data.closing, name="closing"),
    path("report/<int:visit_id>", data.report, name="report"),
    path("picture/<str:digest>", data.picture, name="picture"),
]
