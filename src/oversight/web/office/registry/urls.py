"""Addresses of the directories."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.registry import (
    data_quality,
    import_lists,
    imports,
    inspector_lists,
    inspectors,
    item_lists,
    items,
    subject_lists,
    subjects,
)

urlpatterns = [
    path("office/items/", item_lists.listing, name="items"),
    path("office/items/new/", items.new, name="item-new"),
    path("office/items/on-day/", items.on_day, name="items-on-day"),
    path("office/items/export.<str:form>", item_lists.export, name="items-export"),
    path("office/items/print/", item_lists.printout, name="items-print"),
    path("office/items/<int:item_id>/", items.detail, name="item"),
    path("office/items/<int:item_id>/edit/", items.edit, name="item-edit"),
    path("office/items/<int:item_id>/publish/", items.publish, name="item-publish"),
    path("office/items/<int:item_id>/revise/", items.revise, name="item-revise"),
    path("office/items/<int:item_id>/cancel/", items.cancel, name="item-cancel"),
    path("office/subjects/", subject_lists.listing, name="subjects"),
    path("office/subjects/new/", subjects.new, name="subject-new"),
    path("office/subjects/bulk/", subjects.bulk, name="subjects-bulk"),
    path("office/subjects/on-day/", subjects.on_day, name="subjects-on-day"),
    path("office/subjects/differences/", subjects.differences, name="subjects-differences"),
    path("office/subjects/print/", subject_lists.printout, name="subjects-print"),
    path("office/subjects/export.<str:form>", subject_lists.export, name="subjects-export"),
    path("office/subjects/<int:subject_id>/", subjects.detail, name="subject"),
    path("office/subjects/<int:subject_id>/edit/", subjects.edit, name="subject-edit"),
    path("office/inspectors/", inspector_lists.listing, name="inspectors"),
    path("office/inspectors/print/", inspector_lists.printout, name="inspectors-print"),
    path("office/inspectors/loads/", inspector_lists.loads, name="inspectors-loads"),
    path("office/inspectors/new/", inspectors.new, name="inspector-new"),
    path("office/inspectors/on-day/", inspectors.on_day, name="inspectors-on-day"),
    path("office/inspectors/export.<str:form>", inspector_lists.export, name="inspectors-export"),
    path("office/inspectors/<int:inspector_id>/", inspectors.detail, name="inspector"),
    path("office/inspectors/<int:inspector_id>/edit/", inspectors.edit, name="inspector-edit"),
    path(
        "office/inspectors/<int:inspector_id>/certify/",
        inspectors.certify,
        name="inspector-certify",
    ),
    path("office/inspectors/<int:inspector_id>/leave/", inspectors.leave, name="inspector-leave"),
    path(
        "office/inspectors/<int:inspector_id>/recuse/", inspectors.recuse, name="inspector-recuse"
    ),
    path("office/leaves/<int:leave_id>/cancel/", inspectors.cancel_leave, name="leave-cancel"),
    path("office/recusals/<int:recusal_id>/end/", inspectors.end_recusal, name="recusal-end"),
    path("office/health/", data_quality.health, name="health"),
    path("office/imports/", import_lists.listing, name="imports"),
    path("office/imports/export.<str:form>", import_lists.export, name="imports-export"),
    path("office/imports/print/", import_lists.printout, name="imports-print"),
    path("office/imports/new/", imports.new, name="import-new"),
    path("office/imports/<int:run_id>/", imports.detail, name="import"),
    path("office/imports/<int:run_id>/progress/", imports.progress, name="import-progress"),
    path("office/imports/<int:run_id>/columns/", imports.choose, name="import-columns"),
    path("office/imports/<int:run_id>/sheet/", imports.choose_sheet, name="import-sheet"),
    path("office/imports/<int:run_id>/words/", imports.explain, name="import-words"),
    path("office/imports/<int:run_id>/cells/", imports.correct, name="import-cells"),
    path("office/imports/<int:run_id>/again/", imports.again, name="import-again"),
    path("office/imports/<int:run_id>/write/", imports.write, name="import-write"),
    path("office/imports/<int:run_id>/stop/", imports.stop, name="import-stop"),
    path("office/imports/<int:run_id>/undo/", imports.undo, name="import-undo"),
    path("office/imports/<int:run_id>/faults.xlsx", imports.faults, name="import-faults"),
]
