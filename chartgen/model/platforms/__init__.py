"""The platforms of the chart, one module each; each is found by its being here."""
