"""Keeping a site and putting it back: `apercu backup` and `apercu restore`.

    apercu-20261125T032000Z/
        database.sqlite3      or database.pgdump
        media/  imports/      what editors uploaded, and files they have not decided about
        settings.json         what the site was told, without secrets
        manifest.json         every file with its size and hash, the release, the state of the database
        manifest.sha256       the hash of that; `sha256sum -c manifest.sha256` checks it

A backup is written under another name and gets its own when it is whole and on the disk. What can be made
anew (search index, styles, kept pages) is not in it, nor is the secret key.
"""
