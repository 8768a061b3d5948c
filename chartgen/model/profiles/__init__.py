"""The profiles: one module each."""
