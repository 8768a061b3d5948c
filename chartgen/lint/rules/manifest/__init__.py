"""About what a chart renders, and plain manifests."""
