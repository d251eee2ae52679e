"""The records, one model a file."""

from apercu.content.models.article import Article
from apercu.content.models.change import Change, Edition, Kind
from apercu.content.models.derived import FollowerMark, FormattedCitation
from apercu.content.models.digest import Digest
from apercu.content.models.due import Act, DueItem, DueRun
from apercu.content.models.error_report import ErrorReport
from apercu.content.models.former import FormerAddress
from apercu.content.models.kept_answer import KeptAnswer
from apercu.content.models.old_address import OldAddress
from apercu.content.models.pages import InformationPage
from apercu.content.models.people import Person
from apercu.content.models.site import Licence, SiteSettings
from apercu.content.models.summary import Correction, Language, Summary, SummaryArticle, SummaryAuthor
from apercu.content.models.taxonomy import ResearchType, Topic

__all__ = [
    "Act",
    "Article",
    "Change",
    "Correction",
    "Digest",
    "DueItem",
    "DueRun",
    "Edition",
    "ErrorReport",
    "FollowerMark",
    "FormattedCitation",
    "FormerAddress",
    "InformationPage",
    "KeptAnswer",
    "Kind",
    "Language",
    "Licence",
    "OldAddress",
    "Person",
    "ResearchType",
    "SiteSettings",
    "Summary",
    "SummaryArticle",
    "SummaryAuthor",
    "Topic",
]
