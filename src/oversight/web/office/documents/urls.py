"""Addresses of documents and their templates."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.documents import templates, views

_TYPE = "office/documents/templates/<slug:code>"
_VERSION = "office/documents/versions/<int:template_id>"

urlpatterns = [
    path("office/documents/", views.listing, name="documents"),
    path("office/documents/<int:document_id>/", views.detail, name="document"),
    path("office/documents/<int:document_id>/file.pdf", views.pdf_file, name="document-pdf"),
    path("office/documents/<int:document_id>/file.docx", views.docx_file, name="document-docx"),
    path("office/documents/<int:document_id>/void/", views.void, name="document-void"),
    path("office/documents/word/", templates.word, name="document-word"),
    path("office/documents/templates/", templates.listing, name="document-templates"),
    path(f"{_TYPE}/", templates.detail, name="document-template"),
    path(f"{_TYPE}/sample.pdf", templates.sample, name="document-sample"),
    path(f"{_TYPE}/current.docx", templates.current, name="document-template-file"),
    path(f"{_TYPE}/upload/", templates.upload, name="document-template-upload"),
    path(f"{_VERSION}/file.docx", templates.version_file, name="template-version-file"),
    path(f"{_VERSION}/preview.docx", templates.preview, name="template-version-preview"),
    path(f"{_VERSION}/use/", templates.put_in_force, name="template-version-use"),
    path(f"{_VERSION}/retire/", templates.retire, name="template-version-retire"),
    path(f"{_VERSION}/discard/", templates.discard, name="template-version-discard"),
]
