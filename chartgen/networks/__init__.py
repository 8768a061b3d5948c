"""Networks: what must be there before the chart."""
