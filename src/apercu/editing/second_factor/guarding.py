"""Setting a second factor up, taking it away, and asking for its code."""

from __future__ import annotations

import datetime
import secrets
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.editing.second_factor import codes
from apercu.editing.second_factor.models import BackupCode, Guard

OFF, OPTIONAL, REQUIRED = "off", "optional", "required"


class Answer(Enum):
    """What a code turned out to be."""

    WRONG = "wrong"
    CODE = "code"
    BACKUP_CODE = "backup code"


class WrongCode(Exception):
    """The code is not the one the app shows now."""


def guard_of(user: Any) -> Guard | None:
    """What guards this account, if anything does."""
    return Guard.objects.filter(user_id=user.pk).first()


def is_asked(guard: Guard | None) -> bool:
    """Whether this account is asked for a code at the door."""
    return settings.SECOND_FACTOR != OFF and guard is not None and bool(guard.key)


def is_required(user: Any) -> bool:
    """Whether this account must have a second factor: all must, or one of its roles."""
    if settings.SECOND_FACTOR == OFF:
        return False
    if settings.SECOND_FACTOR == REQUIRED:
        return True
    groups = settings.SECOND_FACTOR_GROUPS
    if not groups:
        return False
    return bool(user.is_superuser or user.groups.filter(name__in=groups).exists())


@transaction.atomic
def set_up(*, user: Any, key: str, code: str, by: Any, at: datetime.datetime) -> list[str]:
    """Guard the account with this key, once a code proves that the app has it; returns the backup codes.

    Raises WrongCode and changes nothing where it does not.
    """
    step = codes.step_of(codes.plain(code), key=key, at=at)
    if step is None:
        raise WrongCode
    guard, _made = Guard.objects.select_for_update().get_or_create(user_id=user.pk)
    guard.key, guard.since, guard.last_step = key, at, step
    guard.sessions = _mark()
    guard.save()
    record(what=What.SECOND_FACTOR_ON, account=user.get_username(), by=by)
    return _renewed(guard)


@transaction.atomic
def take_away(*, user: Any, by: Any, what: What = What.SECOND_FACTOR_OFF) -> bool:
    """Remove the second factor and end the account's sessions; says whether there was one."""
    guard = Guard.objects.select_for_update().filter(user_id=user.pk).first()
    if guard is None or not guard.key:
        return False
    guard.key, guard.since, guard.last_step = "", None, 0
    guard.sessions = _mark()
    guard.save()
    guard.backup_codes.all().delete()
    record(what=what, account=user.get_username(), by=by)
    return True


@transaction.atomic
def renew_backup_codes(*, user: Any, by: Any) -> list[str]:
    """Ten new backup codes; the old ones are void, and the account's sessions end."""
    guard = Guard.objects.select_for_update().get(user_id=user.pk)
    guard.sessions = _mark()
    guard.save(update_fields=["sessions"])
    record(what=What.BACKUP_CODES_RENEWED, account=user.get_username(), by=by)
    return _renewed(guard)


@transaction.atomic
def end_sessions(*, user: Any, by: Any) -> str:
    """End every session of the account; returns the mark with which one may go on."""
    guard, _made = Guard.objects.select_for_update().get_or_create(user_id=user.pk)
    guard.sessions = _mark()
    guard.save(update_fields=["sessions"])
    record(what=What.SESSIONS_ENDED, account=user.get_username(), by=by)
    return guard.sessions


@transaction.atomic
def judge(*, user: Any, code: str, at: datetime.datetime) -> Answer:
    """Whether this is the account's code of the moment or one of its backup codes; neither works twice.

    Both are used up by one conditional statement, so that of two processes with the same code one is refused.
    """
    guard = guard_of(user)
    if guard is None or not guard.key:
        return Answer.WRONG
    typed = codes.plain(code)
    step = codes.step_of(typed, key=guard.key, at=at)
    if step is not None:
        used = Guard.objects.filter(pk=guard.pk, key=guard.key, last_step__lt=step).update(last_step=step)
        return Answer.CODE if used else Answer.WRONG
    digest = codes.digest_of(typed, account=user.pk)
    if BackupCode.objects.filter(guard=guard, digest=digest).delete()[0]:
        record(what=What.BACKUP_CODE_USED, account=user.get_username(), by=user)
        return Answer.BACKUP_CODE
    return Answer.WRONG


def _renewed(guard: Guard) -> list[str]:
    guard.backup_codes.all().delete()
    new = codes.new_backup_codes()
    BackupCode.objects.bulk_create(
        BackupCode(guard=guard, digest=codes.digest_of(code, account=guard.pk)) for code in new
    )
    return new


def _mark() -> str:
    return secrets.token_hex(16)
