"""Writes the chart from definition and model."""
