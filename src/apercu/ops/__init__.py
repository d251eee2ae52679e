"""Running a site: setting up, serving, importing from the command line, the sample digest.

Here: management commands and what they do to the machine. Not here: rules about records. Floor 6: may import
everything below.
"""
