"""What a mail says and how it is written down: as text, as HTML, its headers, one copy for each.

`parts` are the values, `content` makes them from the records, `letter` says them in one language; `text`,
`html` and `headers` write, `message` puts together, `prepared` copies, `linting` looks it over, `archive`
says which mailings have a public page.
"""
