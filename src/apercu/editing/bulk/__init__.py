"""Doing one thing to many records from a list, with a word about each: one that refuses stops no other."""

from apercu.editing.bulk.arranging import SetMonth, SetTopics, SetTypes
from apercu.editing.bulk.publishing import Delete, Publish, Submit, Unpublish

ACTIONS = (SetTopics, SetTypes, SetMonth, Submit, Publish, Unpublish, Delete)
