"""The read API for programs, `/api/v1/` (docs/features/api.md).

Here: what can be asked (`asking`) and what is answered (`schemas`), public records (`records`) told as that
(`describing`), list by list and part by part (`endpoints`, `paging`), what every answer has in common
(`answering`, `problems`), and the description of it all, as OpenAPI (`contract`) and as a page
(`documenting`). Not here: writes, logins, limits of rate.
"""
