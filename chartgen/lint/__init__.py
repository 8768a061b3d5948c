"""Lints charts, by rendering them, and plain manifests; one module a rule."""
