"""Correcting what is public: the changed text and a dated note to readers, both published or neither."""
