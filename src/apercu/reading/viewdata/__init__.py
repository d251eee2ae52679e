"""One frozen dataclass a page, built from records by one function; a template gets nothing else.

`page` is the base of all, `parts` what several pages show; then a module a kind of page. `page.site`
costs one query, five more once an edition; how many each page takes in all stands in its builder's docstring
and in the tests.
"""
