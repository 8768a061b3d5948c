"""About a chart's values: what it reads of them, and what its scenarios give it."""
