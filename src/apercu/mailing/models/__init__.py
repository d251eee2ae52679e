"""The records of the mail, one model a file."""

from apercu.mailing.models.alert import Alert, AlertItem
from apercu.mailing.models.bounce import Bounce
from apercu.mailing.models.bringing import SubscriberImport, SubscriberImportRow
from apercu.mailing.models.consent import ConsentEvent, ConsentText
from apercu.mailing.models.delivery import Delivery
from apercu.mailing.models.keys import MailKeys
from apercu.mailing.models.mailing import Mailing
from apercu.mailing.models.settings import MailSettings
from apercu.mailing.models.state import MailState
from apercu.mailing.models.subscriber import Subscriber
from apercu.mailing.models.suppression import Suppression
from apercu.mailing.models.token import LinkToken

__all__ = [
    "Alert",
    "AlertItem",
    "Bounce",
    "ConsentEvent",
    "ConsentText",
    "Delivery",
    "LinkToken",
    "MailKeys",
    "MailSettings",
    "MailState",
    "Mailing",
    "Subscriber",
    "SubscriberImport",
    "SubscriberImportRow",
    "Suppression",
]
