"""Running a site: setting up, serving, its jobs and its health, importing from the command line, the sample.

Here: management commands and what they do to the machine. Not here: rules about records. Floor 6: may import
everything below.
"""
