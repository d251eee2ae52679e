"""The four roles a desk begins with: groups of Wagtail's, made once, and from then on the operator's.

What was given to a group is remembered in the log of changes, not in the group. So a right that an operator
took away does not come back, a group that was renamed is the same group, one that was deleted stays deleted;
and a right that a later release brings is given once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    ModelLogEntry,
    Page,
)

GIVEN = "apercu.role"  # the log's action: these rights were given to this group
DESK = "wagtailadmin.access_admin"
WRITE, KEEP = ("add", "change", "view"), ("add", "change", "delete", "view")
PUBLISH = ("publish", "lock", "unlock")
_WAGTAILS = ("Moderators", "Editors")


def rights(model: str, *actions: str) -> tuple[str, ...]:
    """Rights as Django names them."""
    app, name = model.split(".")
    return tuple(f"{app}.{action}_{name}" for action in actions)


@dataclass(frozen=True, kw_only=True)
class Role:
    """A group's first name, and what its members may do."""

    key: str
    name: str
    rights: tuple[str, ...]
    pages: tuple[str, ...] = field(default=())  # what they may do to every page
    images: tuple[str, ...] = field(default=())  # to every image: the logo is one


ROLES = (
    Role(
        key="author",
        name="Authors",
        rights=(
            DESK,
            *rights("content.summary", *WRITE),
            *rights("content.digest", "view"),
            *rights("content.article", *WRITE),
            *rights("content.topic", "view"),
            *rights("content.researchtype", "view"),
            *rights("content.person", "view"),
        ),
    ),
    Role(
        key="reviewer",
        name="Reviewers",
        rights=(
            DESK,
            *rights("content.summary", "change", "view", "lock"),
            *rights("content.digest", "change", "view", "lock"),
            *rights("content.article", "change", "view"),
            *rights("content.topic", "view"),
            *rights("content.researchtype", "view"),
            *rights("content.person", "view"),
        ),
    ),
    Role(
        key="editor-in-chief",
        name="Editors-in-chief",
        rights=(
            DESK,
            *rights("content.summary", *KEEP, *PUBLISH),
            *rights("content.digest", *KEEP, *PUBLISH),
            *rights("content.article", *KEEP),
            *rights("content.topic", *KEEP),
            *rights("content.researchtype", *KEEP),
            *rights("content.person", *KEEP),
            *rights("content.sitesettings", "change"),
            *rights("importing.batch", "add", "view"),
            *rights("mailing.mailing", "add", "change", "view"),
            "mailing.send_mailing",
            *rights("mailing.mailsettings", "change"),
            *rights("mailing.subscriber", "view", "change", "delete", "export"),
            *rights("audit.event", "view"),
        ),
        pages=("add", "change", "publish", "lock", "unlock"),
        images=("add", "change", "choose"),
    ),
    Role(
        key="operator",
        name="Operators",
        rights=(
            DESK,
            *rights("auth.user", *KEEP),
            *rights("auth.group", *KEEP),
            *rights("wagtailcore.workflow", "add", "change", "delete"),
            *rights("wagtailcore.task", "add", "change", "delete"),
            *rights("wagtailcore.site", "change"),
            *rights("content.sitesettings", "change"),
            *rights("mailing.mailsettings", "change"),
            *rights("mailing.mailing", "view"),
            *rights("content.summary", "view"),
            *rights("content.digest", "view"),
            *rights("audit.event", "view"),
        ),
        images=("add", "change", "choose"),
    ),
)
BY_KEY = {role.key: role for role in ROLES}


@transaction.atomic
def make() -> list[str]:
    """Give each role what it was never given before, and say which groups are new."""
    is_first = not ModelLogEntry.objects.filter(action=GIVEN).exists()
    new = [role.name for role in ROLES if _give(role)]
    if is_first:
        _retire_wagtails_groups()
    return new


def group_of(role: Role) -> Group | None:
    """The group a role was made as, whatever it is called now; None once it is deleted."""
    entry = ModelLogEntry.objects.filter(action=GIVEN, data__role=role.key).order_by("pk").first()
    return Group.objects.filter(pk=entry.object_id).first() if entry else None


def _give(role: Role) -> bool:
    """Whether the group had to be made."""
    entries = ModelLogEntry.objects.filter(action=GIVEN, data__role=role.key)
    given = {right for entry in entries for right in entry.data["rights"]}
    group, is_new = group_of(role), False
    if not entries:
        group, is_new = Group.objects.get_or_create(name=role.name)
        _give_pages_and_images(role, group)
    wanted = [right for right in role.rights if right not in given]
    if group is None or not wanted:
        return False
    group.permissions.add(*_permissions(wanted))
    log(instance=group, action=GIVEN, data={"role": role.key, "rights": wanted})
    return is_new


def _permissions(names: Iterable[str]) -> list[Permission]:
    asked = Q(pk=None)
    for name in names:
        app, codename = name.split(".")
        asked |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(asked))


def _give_pages_and_images(role: Role, group: Group) -> None:
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for action in role.pages:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for action in role.images:
        permission = Permission.objects.get(
            content_type__app_label="wagtailimages", codename=f"{action}_image"
        )
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _retire_wagtails_groups() -> None:
    """Wagtail begins with two groups for pages; empty, they would only be in the way of these.

    What its own workflow asks of them, it then asks of the editors-in-chief.
    """
    empty = Group.objects.filter(name__in=_WAGTAILS, user=None)
    chiefs = group_of(BY_KEY["editor-in-chief"])
    for task in GroupApprovalTask.objects.filter(groups__in=empty).distinct():
        if chiefs is not None:
            task.groups.add(chiefs)
    empty.delete()
