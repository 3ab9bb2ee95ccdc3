"""Addresses for the public."""

from __future__ import annotations

from django.urls import path

from oversight.web.public import (
    draws,
    enterprises,
    pages,
    plans,
    rectifications,
    rounds,
    screens,
    trust,
    witnesses,
)

urlpatterns = [
    path("", pages.home, name="home"),
    path("find/", enterprises.find, name="find"),
    path("enterprises/<str:code>/", enterprises.enterprise, name="enterprise"),
    path("items/", pages.item_list, name="items"),
    path("items/<str:code>/", pages.item, name="item"),
    path("inspectors/", pages.inspector_list, name="inspectors"),
    path("data/", pages.data, name="data"),
    path("log/", pages.log, name="log"),
    path("log/<path:name>", pages.log_file, name="log-file"),
    path("plans/", plans.listing, name="plans"),
    path("plans/<str:number>/<int:version>/", plans.detail, name="plan"),
    path("plans/<str:number>/<int:version>/table.<str:form>", plans.table, name="plan-table"),
    path("plans/<str:number>/<int:version>/plan.json", plans.content, name="plan-content"),
    path("draws/", draws.listing, name="draws"),
    path("draws/<str:number>/", draws.detail, name="draw"),
    path("draws/<str:number>/proof/<str:code>.json", draws.proof, name="draw-proof"),
    path("draws/<str:number>/evidence.zip", draws.evidence, name="draw-evidence"),
    path("draws/<str:number>/sealed.zip", draws.sealed_files, name="draw-frozen"),
    path("draws/<str:number>/slip/", draws.slip, name="draw-slip"),
    path("draws/<str:number>/changes/", draws.changes, name="draw-changes"),
    path("draws/<str:number>/result.<str:form>", draws.table, name="draw-table"),
    path("draws/<str:number>/rounds/<int:position>/", rounds.hand_in, name="draw-round"),
    path("draws/<str:number>/screen/", screens.screen, name="screen"),
    path("draws/<str:number>/screen/now/", screens.screen_now, name="screen-now"),
    path("witness/<str:token>/", witnesses.witness, name="witness"),
    path("witness/<str:token>/promise/", witnesses.promise, name="witness-promise"),
    path("witness/<str:token>/reveal/", witnesses.reveal, name="witness-reveal"),
    path("rectify/<str:token>/", rectifications.report, name="rectification"),
    path("trust/", trust.guide, name="trust"),
    path("trust/root.crt", trust.root, name="trust-root"),
    path("trust/root.mobileconfig", trust.profile, name="trust-profile"),
    path("fair/", draws.fairness_report, name="fair"),
    path("how/", draws.how_it_works, name="how"),
]
