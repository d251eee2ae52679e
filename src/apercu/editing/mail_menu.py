"""The group “Mail” of the desk's menu. A screen joins it with the hook `register_mail_menu_item`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

menu = Menu(register_hook_name="register_mail_menu_item", construct_hook_name="construct_mail_menu")


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def group() -> SubmenuMenuItem:
    """Below the digest's own menu; shown to whoever may open one of its screens."""
    return SubmenuMenuItem(_("Mail"), menu, name="mail", icon_name="mail", order=55)
