"""Addresses of the year's plan."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.plans import first_drafts, plan_lists, sheets, tasks, views

urlpatterns = [
    path("office/plans/", plan_lists.listing, name="plans"),
    path("office/plans/export.<str:form>", plan_lists.export, name="plans-export"),
    path("office/plans/print/", plan_lists.printout, name="plans-print"),
    path("office/plans/new/", first_drafts.new, name="plan-new"),
    path("office/plans/<int:plan_id>/", views.detail, name="plan"),
    path("office/plans/<int:plan_id>/tasks/new/", tasks.task_new, name="task-new"),
    path("office/plans/<int:plan_id>/tasks/check/", tasks.task_check, name="task-check"),
    path("office/plans/<int:plan_id>/tasks/read/", sheets.read_sheet, name="plan-read"),
    path("office/plans/<int:plan_id>/submit/", views.submit, name="plan-submit"),
    path("office/plans/<int:plan_id>/compare/", first_drafts.compare, name="plan-compare"),
    path("office/plans/<int:plan_id>/rename/", first_drafts.rename, name="plan-rename"),
    path("office/plans/<int:plan_id>/discard/", first_drafts.discard, name="plan-discard"),
    path("office/plans/<int:plan_id>/withdraw/", views.withdraw, name="plan-withdraw"),
    path("office/plans/<int:plan_id>/send-back/", views.send_back, name="plan-send-back"),
    path("office/plans/<int:plan_id>/approve/", views.approve, name="plan-approve"),
    path("office/plans/<int:plan_id>/file/", views.file, name="plan-file"),
    path("office/plans/<int:plan_id>/publish/", views.publish, name="plan-publish"),
    path("office/plans/<int:plan_id>/change/", views.change, name="plan-change"),
    path("office/plans/<int:plan_id>/drop/", views.drop_change, name="plan-drop"),
    path("office/plans/<int:plan_id>/document/", sheets.document, name="plan-export-document"),
    path("office/plans/<int:plan_id>/export.<str:form>", sheets.export, name="plan-export"),
    path("office/tasks/<int:task_id>/edit/", tasks.task_edit, name="task-edit"),
    path("office/tasks/<int:task_id>/remove/", tasks.task_remove, name="task-remove"),
]
