"""OCI registries and chart repositories: the protocols, over one HTTP library."""
