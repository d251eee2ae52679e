"""What a mail says and how it is written down: as text, as HTML, its headers, one copy for each."""
