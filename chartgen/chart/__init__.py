"""Reads charts, their metadata and the values that users give them."""
