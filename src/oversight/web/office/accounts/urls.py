"""Addresses of accounts, roles and signing in."""

from __future__ import annotations

from django.urls import path

from oversight.web.office.accounts import (
    account_requests,
    accounts,
    keys,
    login,
    organisations,
    profile,
)

urlpatterns = [
    path("sign-in/", login.sign_in, name="sign-in"),
    path("sign-in/code/", login.sign_in_code, name="sign-in-code"),
    path("sign-out/", login.sign_out, name="sign-out"),
    path("first/", login.initial_setup, name="first"),
    path("office/me/", profile.account, name="account"),
    path("office/me/notices/seen/", profile.seen, name="notices-seen"),
    path("office/me/requests/<int:request_id>/object/", profile.object_to, name="request-object"),
    path("office/me/password/", profile.password, name="password"),
    path("office/me/code/", profile.code, name="code"),
    path("office/me/code/begin/", profile.begin_code, name="code-begin"),
    path("office/me/code/at-sign-in/<int:is_asked>/", profile.ask_code, name="code-at-sign-in"),
    path("office/me/sessions/<int:sign_in_id>/end/", profile.end_session, name="session-end"),
    path("office/me/act-as/<int:appointment_id>/", profile.act_as, name="act-as"),
    path("office/accounts/", accounts.listing, name="accounts"),
    path("office/accounts/new/", accounts.new, name="user-new"),
    path("office/accounts/<int:user_id>/", accounts.user, name="user"),
    path("office/accounts/<int:user_id>/phone/", accounts.phone_number, name="user-phone"),
    path("office/accounts/<int:user_id>/password/", accounts.password, name="user-password"),
    path("office/accounts/<int:user_id>/code/", accounts.code, name="user-code"),
    path("office/accounts/<int:user_id>/close/", accounts.close, name="user-close"),
    path("office/accounts/<int:user_id>/reopen/", accounts.reopen, name="user-reopen"),
    path("office/accounts/<int:user_id>/unlock/", accounts.unlock, name="user-unlock"),
    path("office/accounts/requests/", account_requests.listing, name="account-requests"),
    path(
        "office/accounts/requests/<int:request_id>/",
        account_requests.detail,
        name="account-request",
    ),
    path(
        "office/accounts/requests/<int:request_id>/confirm/",
        account_requests.confirm,
        name="account-request-confirm",
    ),
    path(
        "office/accounts/requests/<int:request_id>/refuse/",
        account_requests.refuse,
        name="account-request-refuse",
    ),
    path(
        "office/accounts/requests/<int:request_id>/withdraw/",
        account_requests.withdraw,
        name="account-request-withdraw",
    ),
    path(
        "office/appointments/<int:appointment_id>/confirm/",
        account_requests.confirm_first,
        name="appointment-confirm",
    ),
    path(
        "office/appointments/<int:appointment_id>/dismiss/",
        accounts.dismiss,
        name="appointment-dismiss",
    ),
    path("office/organisations/new/", organisations.new_organisation, name="organisation-new"),
    path(
        "office/organisations/<int:organisation_id>/end/",
        organisations.end_organisation,
        name="organisation-end",
    ),
    path(
        "office/organisations/<int:organisation_id>/voice/",
        organisations.set_voice,
        name="organisation-voice",
    ),
    path("office/bureaus/", organisations.bureaus, name="bureaus"),
    path("office/bureaus/new/", organisations.new_bureau, name="bureau-new"),
    path("office/keys/", keys.keys, name="keys"),
    path("office/keys/<int:key_id>/end/", keys.end_key, name="key-end"),
]
