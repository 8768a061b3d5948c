"""Schemas of Kubernetes and of CRDs, and strict validation against them."""
