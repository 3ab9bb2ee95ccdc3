"""Error pages: each says what happened and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def permission_denied(request: HttpRequest, problem: str | None) -> HttpResponse:
    """Give the page for a role without the permission (403)."""
    reason = problem or "您现在的角色不能打开这个页面"
    return _error_page(
        request, 403, "不能打开", reason, "需要的话，请系统管理员调整角色；这次尝试已记入留痕。"
    )


def not_found_here(request: HttpRequest, problem: str | None = None) -> HttpResponse:
    """Give the page for what does not exist within the actor's scope (404)."""
    reason = problem or "没有这个页面"
    return _error_page(request, 404, "没有找到", reason, "请检查地址，或从首页、工作台重新进入。")


def conflict(request: HttpRequest, problem: str) -> HttpResponse:
    """Tell that what was asked for cannot be done as things stand."""
    return _error_page(request, 409, "现在做不了", problem, "请返回上一页，看过现在的情况再做。")


def tampered(request: HttpRequest, problem: str) -> HttpResponse:
    """Tell that something sealed is no longer what was logged; nothing else of it is shown."""
    advice = "这一页不再显示其他内容。任何人都可以把这件事告诉监督；日志和封存凭条不受影响。"
    return _error_page(request, 409, "材料与封存时不一样", problem, advice)


def csrf_failure(request: HttpRequest, **_: object) -> HttpResponse:
    """Tell that a form was open too long (or came from elsewhere)."""
    return _error_page(
        request,
        403,
        "页面放得太久",
        "这个页面打开太久，或在别处重新登录过，没有保存",
        "请返回上一页，刷新后再填一次。",
    )


def forbidden(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Answer what Django itself refuses."""
    return permission_denied(request, None)


def not_found(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Give the page for an unknown address (404)."""
    return not_found_here(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the program itself failed; nothing was saved."""
    return _error_page(
        request,
        500,
        "程序出错",
        "这一步没有做成，也没有保存任何内容",
        "请再试一次；还不行请告诉系统管理员时间和正在做的事。",
    )


def bad_request(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _error_page(request, 400, "看不懂的请求", "浏览器发来的内容不完整", "请返回上一页重试。")


def _error_page(
    request: HttpRequest, status: int, title: str, problem: str, advice: str
) -> HttpResponse:
    context = {"title": title, "problem": problem, "advice": advice, "status": status}
    return render(request, "error.html", context, status=status)
