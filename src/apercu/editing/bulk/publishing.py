"""Handing many drafts to review, publishing them, withdrawing them; each through its own gate."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from apercu.content import publishing, submitting
from apercu.content.models import Article, Digest, Person, ResearchType, Summary, Topic
from apercu.editing.bulk.acting import ActOnMany


class Submit(ActOnMany):
    """Hand drafts to their reviewers."""

    display_name = gettext_lazy("Submit for review")
    action_type = "submit"
    aria_label = gettext_lazy("Hand the chosen drafts to their reviewers")
    explanation = gettext_lazy("Reviewers are told, and may publish them. What is in review already is left.")
    action_priority = 30
    for_models = (Summary, Digest)

    def act(self, record: Any) -> bool:
        submitting.submit(record=record, by=self.request.user)
        return True


class Publish(ActOnMany):
    """Publish the latest draft of each."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the latest draft of each of the chosen records")
    explanation = gettext_lazy(
        "The latest draft of each becomes public at once. One that lacks something stays as it is, and the "
        "report says what it lacks. No mail is sent."
    )
    action_priority = 40
    permission = "publish"
    for_models = (Summary, Digest)

    def act(self, record: Any) -> bool:
        if record.live and not record.has_unpublished_changes:
            return False
        publishing.publish(record=record, by=self.request.user)
        return True


class Unpublish(ActOnMany):
    """Withdraw each from readers."""

    display_name = gettext_lazy("Withdraw")
    action_type = "unpublish"
    aria_label = gettext_lazy("Withdraw the chosen records from readers")
    explanation = gettext_lazy("Readers will not find them any more; the texts stay here as drafts.")
    action_priority = 50
    permission = "publish"
    classes = {"serious"}
    for_models = (Summary, Digest)

    def act(self, record: Any) -> bool:
        if not record.live:
            return False
        publishing.unpublish(record=record, by=self.request.user)
        return True


class Delete(ActOnMany):
    """Delete each, unless something carries it. In place of Wagtail's, which deletes whole tables unasked.

    Wagtail's own deletes everything of a kind where a person chose "all" of a filtered list, and asks no
    record whether something still carries it.
    """

    display_name = gettext_lazy("Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Delete the chosen records for ever")
    explanation = gettext_lazy("They are gone for ever, with their history. What is in use stays.")
    action_priority = 100
    permission = "delete"
    classes = {"serious"}
    for_models = (Summary, Digest, Article, Topic, ResearchType, Person)

    def act(self, record: Any) -> bool:
        record.delete()
        return True
