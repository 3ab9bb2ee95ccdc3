"""Addresses of draws and their ceremony."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.draws import (
    ceremony,
    directory_changes,
    draw_lists,
    exemptions,
    joint_checks,
    meeting,
    overlaps,
    papers,
    seats,
    signed_minutes,
    source_values,
    views,
)

urlpatterns = [
    path("office/draws/", draw_lists.listing, name="draws"),
    path("office/draws/export.<str:form>", draw_lists.export, name="draws-export"),
    path("office/draws/print/", draw_lists.printout, name="draws-print"),
    path("office/draws/temporary/", views.temporary, name="draw-temporary"),
    path("office/draws/begin/<str:task_number>/", views.begin, name="draw-begin"),
    path("office/draws/<int:draw_id>/", views.detail, name="draw"),
    path("office/draws/<int:draw_id>/progress/", views.progress, name="draw-progress"),
    path("office/draws/<int:draw_id>/setup/", views.setup, name="draw-setup"),
    path("office/draws/<int:draw_id>/witness/", seats.invite, name="draw-witness"),
    path("office/draws/<int:draw_id>/prepare/", views.prepare, name="draw-prepare"),
    path("office/draws/<int:draw_id>/drop/", views.drop, name="draw-drop"),
    path("office/draws/<int:draw_id>/exception/", exemptions.ask_exemption, name="draw-exception"),
    path("office/draws/<int:draw_id>/rehearse/", views.rehearse, name="draw-rehearse"),
    path("office/draws/<int:draw_id>/excluded/", views.exclusions, name="draw-excluded"),
    path("office/draws/<int:draw_id>/changes/", directory_changes.listing, name="draw-changes"),
    path(
        "office/draws/<int:draw_id>/changes/confirm/",
        directory_changes.confirm,
        name="draw-changes-confirm",
    ),
    path("office/draws/<int:draw_id>/odds/", views.inclusion_probabilities, name="draw-odds"),
    path("office/draws/<int:draw_id>/submit/", ceremony.submit, name="draw-submit"),
    path("office/draws/<int:draw_id>/overlap/", overlaps.justify, name="draw-overlap"),
    path("office/draws/<int:draw_id>/withdraw/", ceremony.withdraw, name="draw-withdraw"),
    path("office/draws/<int:draw_id>/seal/", ceremony.seal, name="draw-seal"),
    path("office/draws/<int:draw_id>/send-back/", ceremony.send_back, name="draw-send-back"),
    path(
        "office/draws/<int:draw_id>/values/<int:position>/", source_values.value, name="draw-value"
    ),
    path(
        "office/draws/<int:draw_id>/values/<int:position>/confirm/",
        source_values.value_confirm,
        name="draw-value-confirm",
    ),
    path(
        "office/draws/<int:draw_id>/values/<int:position>/none/",
        source_values.value_none,
        name="draw-value-none",
    ),
    path(
        "office/draws/<int:draw_id>/values/<int:position>/none/confirm/",
        source_values.value_none_confirm,
        name="draw-value-none-confirm",
    ),
    path(
        "office/draws/<int:draw_id>/values/<int:position>/none/refuse/",
        source_values.value_none_refuse,
        name="draw-value-none-refuse",
    ),
    path(
        "office/draws/<int:draw_id>/values/<int:position>/evidence/",
        source_values.value_evidence,
        name="draw-value-evidence",
    ),
    path("office/draws/<int:draw_id>/hold/", ceremony.hold, name="draw-hold"),
    path("office/draws/<int:draw_id>/open/", ceremony.open_, name="draw-open"),
    path(
        "office/draws/<int:draw_id>/void/withdraw/",
        ceremony.void_withdraw,
        name="draw-void-withdraw",
    ),
    path("office/draws/<int:draw_id>/void/", ceremony.void, name="draw-void"),
    path("office/draws/<int:draw_id>/void/agree/", ceremony.void_agree, name="draw-void-agree"),
    path("office/draws/<int:draw_id>/void/refuse/", ceremony.void_refuse, name="draw-void-refuse"),
    path("office/draws/<int:draw_id>/sealed/", meeting.sealed, name="draw-sealed"),
    path(
        "office/draws/<int:draw_id>/sealed/witnesses/",
        meeting.witness_states,
        name="draw-witness-states",
    ),
    path("office/draws/<int:draw_id>/copy/", meeting.check_copy, name="draw-check-copy"),
    path("office/draws/<int:draw_id>/medium/", ceremony.medium, name="draw-medium"),
    path("office/draws/<int:draw_id>/minutes/", ceremony.minutes, name="draw-minutes"),
    path("office/draws/<int:draw_id>/signed/", signed_minutes.file_signed, name="draw-signed"),
    path("office/signed-minutes/<int:scan_id>/", signed_minutes.scan, name="draw-signed-file"),
    path(
        "office/signed-minutes/<int:scan_id>/small/",
        signed_minutes.thumbnail,
        name="draw-signed-small",
    ),
    path("office/draws/<int:draw_id>/record/", papers.issue_record, name="draw-record"),
    path("office/draws/<int:draw_id>/results/", ceremony.results, name="draw-results"),
    path("office/witnesses/<int:seat_id>/remove/", seats.remove, name="witness-remove"),
    path("office/witnesses/<int:seat_id>/reissue/", seats.reissue, name="witness-reissue"),
    path("office/draws/<int:draw_id>/joint/", joint_checks.ask_joint, name="draw-joint"),
    path("office/joint/<int:partner_id>/", joint_checks.joint, name="joint"),
    path(
        "office/exceptions/<int:exception_id>/<int:is_granted>/",
        exemptions.decide_exemption,
        name="exception-decide",
    ),
]
