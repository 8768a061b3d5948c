"""What values and manifests mean: findings at the line, without a cluster and mostly without Helm."""
