"""Public addresses that are in no language: for crawlers, for programs."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from apercu.reading.views import api_docs, crawlers, exports, logo, mail_events, patterns

_FORM = r"(?P<form>ris|bib|json)"
_SLUG = r"(?P<slug>[-\w]+)"
_SUMMARY = r"(?P<slug>(?!(?:citations|feed)\.)[-\w]+)"  # no summary is called so (`RESERVED_SLUGS`)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/docs", api_docs.api_docs, name="api_docs"),
    path("api/v1/", include("apercu.reading.api.urls")),
    re_path(r"^logo/(?P<key>[0-9a-f]{16})\.webp$", logo.logo),
    path("patterns/", patterns.patterns, name="patterns"),
    re_path(rf"^summaries/citations\.{_FORM}$", exports.browse_records, name="browse_records"),
    re_path(rf"^summaries/{_SUMMARY}\.json$", exports.summary_json, name="summary_json"),
    re_path(rf"^summaries/{_SUMMARY}\.md$", exports.summary_markdown, name="summary_markdown"),
    re_path(rf"^summaries/{_SLUG}/citation\.{_FORM}$", exports.summary_records, name="summary_records"),
    re_path(rf"^summaries/{_SLUG}/citation\.txt$", exports.summary_citations, name="summary_citations"),
    re_path(
        rf"^digests/(?P<number>[1-9][0-9]{{3}})/(?P<month>0[1-9]|1[0-2])/citations\.{_FORM}$",
        exports.digest_records,
        name="digest_records",
    ),
    re_path(rf"^topics/{_SLUG}/citations\.{_FORM}$", exports.topic_records, name="topic_records"),
    re_path(rf"^types/{_SLUG}/citations\.{_FORM}$", exports.type_records, name="type_records"),
    path("mail-events/<slug:provider>/", mail_events.mail_events, name="mail_events"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("llms.txt", crawlers.account, name="account"),
    path("favicon.ico", crawlers.icon, name="icon"),
]
