"""What differs between two charts, and which part of the version it requires."""
