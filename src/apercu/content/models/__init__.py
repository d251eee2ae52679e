"""The records, one model a file."""

from apercu.content.models.article import Article
from apercu.content.models.change import Change, Edition, Kind
from apercu.content.models.digest import Digest
from apercu.content.models.former import FormerAddress
from apercu.content.models.pages import InformationPage
from apercu.content.models.people import Person
from apercu.content.models.site import SiteSettings
from apercu.content.models.summary import Language, Summary, SummaryArticle, SummaryAuthor
from apercu.content.models.taxonomy import ResearchType, Topic

__all__ = [
    "Article",
    "Change",
    "Digest",
    "Edition",
    "FormerAddress",
    "InformationPage",
    "Kind",
    "Language",
    "Person",
    "ResearchType",
    "SiteSettings",
    "Summary",
    "SummaryArticle",
    "SummaryAuthor",
    "Topic",
]
