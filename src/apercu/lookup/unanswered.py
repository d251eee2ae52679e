"""Why a reply is no answer, beside what `fetching` says."""

from __future__ import annotations


class Unanswered(Exception):
    """A service was reached and told us nothing of the article; `code` as in `Failure`."""

    code = "unanswered"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class NotFound(Unanswered):
    """The service does not know the article."""

    code = "not-found"


class Unreadable(Unanswered):
    """The reply is not of the documented shape: cut off, another format, the wrong kinds of values."""

    code = "unreadable"


class OtherArticle(Unanswered):
    """The service answered with another article than the one asked for."""

    code = "other-article"


class UnexpectedStatus(Unanswered):
    """The service answered with a status its documentation does not speak of."""

    code = "unexpected-status"
