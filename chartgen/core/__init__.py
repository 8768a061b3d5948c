"""What every layer needs: errors, places, YAML, files, processes."""
