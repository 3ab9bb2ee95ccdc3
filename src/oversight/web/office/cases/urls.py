"""Addresses of cases and referrals."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.cases import (
    acting,
    beginning,
    case_pages,
    evidence,
    packages,
    referral_pages,
)

urlpatterns = [
    path("office/cases/", case_pages.listing, name="cases"),
    path("office/cases/export.<str:form>", case_pages.export, name="cases-export"),
    path("office/cases/print/", case_pages.printout, name="cases-print"),
    path("office/cases/<int:case_id>/", case_pages.detail, name="case"),
    path("office/cases/<int:case_id>/make/<str:name>/", acting.make, name="case-make"),
    path("office/cases/<int:case_id>/review/<str:name>/", acting.review, name="case-review"),
    path("office/cases/<int:case_id>/decide/<str:name>/", acting.decide, name="case-decide"),
    path("office/visits/<int:visit_id>/case/", beginning.new_case, name="case-new"),
    path("office/evidence/<int:evidence_id>/", evidence.judge, name="evidence-judge"),
    path("office/evidence/<int:evidence_id>/file/", evidence.file, name="evidence-file"),
    path("office/seizures/<int:seizure_id>/", evidence.handle_seizure, name="seizure-handle"),
    path("office/referrals/", referral_pages.listing, name="referrals"),
    path("office/referrals/export.<str:form>", referral_pages.export, name="referrals-export"),
    path("office/referrals/print/", referral_pages.printout, name="referrals-print"),
    path("office/referrals/<int:referral_id>/", referral_pages.detail, name="referral"),
    path(
        "office/referrals/<int:referral_id>/make/<str:name>/",
        acting.make_referral,
        name="referral-make",
    ),
    path(
        "office/referrals/<int:referral_id>/decide/<str:name>/",
        acting.decide_referral,
        name="referral-decide",
    ),
    path("office/referrals/<int:referral_id>/package/", packages.pack, name="referral-pack"),
    path(
        "office/referrals/packages/<int:package_id>/file/",
        packages.file,
        name="referral-package-file",
    ),
    path("office/visits/<int:visit_id>/referral/", beginning.new_referral, name="referral-new"),
]
