"""What goes between a telephone and the site: who is signed in, visits, records, pictures.

Every answer is JSON, a refusal too: ``problem`` says in words why. The worker keeps none of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.errors import DomainError, NotAllowedError, NotFoundError
from oversight.files import rules as files
from oversight.inspections import field_visits, record_content, routes, site_acts, states
from oversight.inspections.services import arrival, field_closing, field_records, phone_reports
from oversight.inspections.services.field_records import ConflictError, MissingPicturesError
from oversight.web.access import ActingRequest, page, pieces, public, resource
from oversight.web.pieces import answer_piece
from oversight.web.presenters import field_visits as presenter
from oversight.web.presenters import visit_heads

_PICTURES = frozenset({files.JPEG, files.PNG, files.WEBP})
_View = Callable[..., HttpResponse]


def _answering_problems(view: _View) -> _View:
    """Turn a refusal into JSON with its words."""

    @wraps(view)
    def answer(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        try:
            return view(request, *args, **kwargs)
        except NotFoundError as error:
            return _problem(error, HTTPStatus.NOT_FOUND)
        except NotAllowedError as error:
            return _problem(error, HTTPStatus.FORBIDDEN)
        except DomainError as error:
            return _problem(error, HTTPStatus.UNPROCESSABLE_ENTITY)

    return answer


@public
def now(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, with a token for sending; nobody is ``null``."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None or request.user.must_change_password:  # type: ignore[union-attr]
        return JsonResponse({"who": None})
    who = {"id": actor.user_id, "name": actor.person}
    at = request.at.isoformat()  # type: ignore[attr-defined]
    return JsonResponse({"who": who, "token": get_token(request), "at": at})


@page(Permission.TAKE_VISITS)
def tasks(request: ActingRequest) -> HttpResponse:
    """Give the visits that the actor goes to, with all that the form needs without network."""
    rows = routes.in_order(field_visits.visits_of_team(request.actor))
    stops = routes.stops(rows)
    heads = [
        visit_heads.head_for_phone(row, request.at, request.build_absolute_uri) for row in rows
    ]
    tasks = [
        {**presenter.visit_for_phone(row), **head, "place": place, "stop": stops.get(row.pk, 0)}
        for place, (row, head) in enumerate(zip(rows, heads, strict=True))
    ]
    return JsonResponse({"tasks": tasks})


@resource(Permission.TAKE_VISITS)
@_answering_problems
def record(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Give a visit's record as it stands, or take a change of it."""
    if request.method != "PUT":
        task = field_visits.visit_of_team(request.actor, visit_id)
        return JsonResponse(presenter.record_for_phone(field_visits.newest_version(task)))
    field_visits.visit_of_team(request.actor, visit_id)
    change = record_content.read_change(_document(request))
    try:
        saved = field_records.save(
            actor=request.actor, visit_id=visit_id, change=change, at=request.at
        )
    except ConflictError as error:
        answer = presenter.record_for_phone(error.newest)
        return JsonResponse({**answer, "problem": error.problem}, status=HTTPStatus.CONFLICT)
    except MissingPicturesError as error:
        content = {"missing": error.digests, "problem": error.problem}
        return JsonResponse(content, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"version": saved.number})


@resource(Permission.TAKE_VISITS)
@_answering_problems
def site_act(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Give who is on the spot, or take an arrival, a beginning, a leaving."""
    task = field_visits.visit_of_team(request.actor, visit_id)
    if request.method == "PUT":
        site_note = site_acts.read_note(_document(request))
        arrival.note(actor=request.actor, visit_id=visit_id, site_note=site_note, at=request.at)
        task.refresh_from_db()
    return JsonResponse(visit_heads.state_for_phone(task, moments.day_of(request.at)))


@resource(Permission.TAKE_VISITS)
@_answering_problems
def closing(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Say whether a visit is closed on the spot, or close it with the version that is shown."""
    task = field_visits.visit_of_team(request.actor, visit_id)
    if request.method == "PUT":
        document = _document(request)
        task = field_closing.close(
            actor=request.actor,
            visit_id=visit_id,
            version=record_content.read_version(document),
            missing=record_content.read_missing(document),
            at=request.at,
        )
    return JsonResponse({"is_closed": task.state in states.CLOSED_ON_SITE})


@resource(Permission.TAKE_VISITS)
@_answering_problems
def report(request: ActingRequest, visit_id: int) -> HttpResponse:
    """Take how many pictures the actor's telephone has of a visit, and how many wait there."""
    task = field_visits.visit_of_team(request.actor, visit_id)
    if request.method == "PUT":
        taken, waiting = record_content.read_counts(_document(request))
        phone_reports.report(
            actor=request.actor, visit_id=visit_id, taken=taken, waiting=waiting, at=request.at
        )
    return JsonResponse({"away": list(phone_reports.away(task, request.actor))})


@pieces(Permission.TAKE_VISITS)
@_answering_problems
def picture(request: ActingRequest, digest: str) -> HttpResponse:
    """Say how much of a picture is here, or take its next piece."""
    if not files.is_digest(digest):
        raise NotFoundError("没有这张照片；地址应是照片的摘要")
    return answer_piece(request, digest, kinds=_PICTURES)


def _document(request: HttpRequest) -> object:
    if len(request.body) > record_content.MOST_BYTES:
        raise DomainError("这份记录太长，没有收下；手机里的还在，请把长的说明分开写")
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise DomainError("手机送来的记录读不出来；手机里的还在，请再上传一次") from None


def _problem(error: DomainError, status: HTTPStatus) -> HttpResponse:
    return JsonResponse({"problem": error.problem}, status=status)
