"""What the chart can contain: pure data."""
