"""A long list cut into pages, and the steps between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apercu.reading.asking import PAGE_SIZE, NoSuchPage


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page to go to; without a number it stands for the pages left out."""

    number: int | None
    address: str = ""
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Where the reader is in a long list."""

    number: int
    last: int
    previous: str = ""  # addresses, empty at either end
    next: str = ""
    steps: tuple[Step, ...] = ()


def paging(*, number: int, total: int, address: Callable[[int], str]) -> Paging:
    """The steps from this page of a list; NoSuchPage past its end."""
    last = max(1, -(-total // PAGE_SIZE))
    if number > last:
        raise NoSuchPage
    return Paging(
        number=number,
        last=last,
        previous=address(number - 1) if number > 1 else "",
        next=address(number + 1) if number < last else "",
        steps=tuple(_steps(number, last, address)),
    )


def cut(keys: Sequence[int], number: int) -> Sequence[int]:
    """The keys of one page."""
    return keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _steps(number: int, last: int, address: Callable[[int], str]) -> list[Step]:
    shown = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    steps: list[Step] = []
    for page in shown:
        if steps and page - (steps[-1].number or 0) == 2:
            steps.append(Step(number=page - 1, address=address(page - 1)))
        elif steps and page - (steps[-1].number or 0) > 2:
            steps.append(Step(number=None))
        steps.append(Step(number=page, address=address(page), is_current=page == number))
    return steps
