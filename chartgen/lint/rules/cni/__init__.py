"""About networks, and pods that ask for them; decided in `chartgen.cni` and `chartgen.validate`."""
