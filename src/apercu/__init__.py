"""Aperçu publishes practice-oriented research digests. `docs/map.md` names the rooms of this house."""

__version__ = "0.1.0"
