"""Author to editor: the workflow a new site starts with, what its people are told, and by which post."""
