"""The desk's screens to make one topic, research type or person of two, and what deleting one says."""
