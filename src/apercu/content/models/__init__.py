"""The records, one model a file."""

from apercu.content.models.article import Article
from apercu.content.models.change import Change, Edition, Kind
from apercu.content.models.derived import FollowerMark, FormattedCitation
from apercu.content.models.digest import Digest
from apercu.content.models.error_report import ErrorReport
from apercu.content.models.former import FormerAddress
from apercu.content.models.pages import InformationPage
from apercu.content.models.people import Person
from apercu.content.models.site import Licence, SiteSettings
from apercu.content.models.summary import Correction, Language, Summary, SummaryArticle, SummaryAuthor
from apercu.content.models.taxonomy import ResearchType, Topic

__all__ = [
    "Article",
    "Change",
    "Correction",
    "Digest",
    "Edition",
    "ErrorReport",
    "FollowerMark",
    "FormattedCitation",
    "FormerAddress",
    "InformationPage",
    "Kind",
    "Language",
    "Licence",
    "Person",
    "ResearchType",
    "SiteSettings",
    "Summary",
    "SummaryArticle",
    "SummaryAuthor",
    "Topic",
]
