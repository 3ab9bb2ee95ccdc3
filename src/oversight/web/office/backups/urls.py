"""Addresses of backups."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.backups import views

urlpatterns = [
    path("office/backups/", views.listing, name="backups"),
    path("office/backups/now/", views.now, name="backup-now"),
    path("office/backups/key/", views.key, name="backup-key"),
    path("office/backups/<int:backup_id>/", views.detail, name="backup"),
    path("office/backups/<int:backup_id>/file/", views.file, name="backup-file"),
]
