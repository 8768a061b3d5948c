"""The components of the chart, one module each."""
