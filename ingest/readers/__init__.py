"""Readers, one a family of formats, and the one door to them."""
