"""What the desk says of a draft while one writes: what blocks publishing, and what could be better.

`entry` is what a check may know (frozen facts: no Wagtail, no request), `kinds/` has one file a check,
`registry` lists them, `running` asks them all. Blocking are exactly the problems of `content.rules`, which is
asked and not repeated. `gathering` reads the facts from a record in memory, unsaved children included;
`setting_aside` remembers what an editor does not want to hear again; `panel` is the side panel.
"""
