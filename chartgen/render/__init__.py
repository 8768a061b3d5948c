"""Renders Helm templates: engines and what they share."""
