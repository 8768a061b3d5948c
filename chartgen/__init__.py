"""Generates, renders and checks the Helm chart multus-ipvlan and its variants."""

__version__ = "0.1.0"
