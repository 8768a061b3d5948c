"""Networks beyond one file: what GKE needs first, the address plan, what a live cluster's dump says."""
