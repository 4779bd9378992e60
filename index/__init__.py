"""Passages become findable: analyse, embed, search, fuse."""
