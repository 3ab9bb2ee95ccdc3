"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from oversight.web.api import api
from oversight.web.field import urls as field
from oversight.web.office import urls as office
from oversight.web.public import urls as public

urlpatterns = [
    path("", include((office.urlpatterns, "office"))),
    path("", include((public.urlpatterns, "public"))),
    path("field/", include((field.urlpatterns, "field"))),
    path("api/v1/", api.urls),
]
handler400 = "oversight.web.errors.bad_request"
handler403 = "oversight.web.errors.forbidden"
handler404 = "oversight.web.errors.not_found"
handler500 = "oversight.web.errors.server_error"
