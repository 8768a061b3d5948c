"""About the files of a chart."""
