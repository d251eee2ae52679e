"""Pages of existing blogs, and our own Markdown files, read into drafts with an account of every line.

Here: one module a kind of source, and the draft they all return. Not here: matching with what exists,
saving, or any sentence for people (warnings are codes). Floor 0b: may import `citations`, no Django.
"""
