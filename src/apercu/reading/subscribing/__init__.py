"""Asking for the mail and changing one's mind: what was typed, who may ask how often, what is sent then."""
