"""The whole public site as files, for any host that can do nothing but hand out files.

Here: which addresses there are (`facts`, `plan`) and under which names they are filed (`filing`), what a
change touches (`touching`, `related`), how a page is made and made fit for files (`rendering`, `rewriting`,
`search_page`, `moved`, `styles`), the search index (`finding`, `indexer`), where it is written and how it
takes the place of the earlier export (`folder`, `renaming`, `manifest`), and the run that does all of it
(`making`).
Not here: how a page looks (`reading`). docs/operators/static-export.md is for those who use it.
"""
