from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from apercu.content.models import ErrorReport
from apercu.editing.error_reports import OpenReports, WhoeverEditsSummaries
from apercu.editing.viewsets import DigestGroup

register_permission_policy(ErrorReport, WhoeverEditsSummaries())  # before any view asks for one
register_snippet(DigestGroup)

# The one image is the logo, chosen and uploaded in the site's settings; files are not used at all.
UNUSED = {"images", "documents"}


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def leave_out_what_nothing_uses(_request: HttpRequest, items: list[Any]) -> None:
    """Show the menus an editor of a digest needs."""
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def say_that_reports_wait(request: HttpRequest, panels: list[Any]) -> None:
    """Tell those who may deal with error reports that there are some."""
    if WhoeverEditsSummaries().user_has_permission(request.user, "settle"):
        panels.append(OpenReports())
