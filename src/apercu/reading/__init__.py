"""What readers see: pages, their data, components, styles; feeds, files and the read API for programs.

Here: one frozen dataclass a page (`viewdata`), views that read, call once and render; what programs are told
(`machine`, `feeds`, `api`, `crawling`). Not here: writes (but for a reader's report of an error,
`reporting`), forms of the desk. Floor 5: may import floors 0 to 4, not `editing`. No cookie, no session on
any of its pages.
"""
