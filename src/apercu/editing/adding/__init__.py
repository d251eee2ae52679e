"""Adding an article from whatever somebody has of it: an identifier, an address, a reference, a file's text.

`views` and `saving` are the screen; `looking` asks the services; `proposing` puts what they and the paste say
side by side; `forms` lets a person choose and mend; `begin` and `chooser` lead from and to a summary.
"""
