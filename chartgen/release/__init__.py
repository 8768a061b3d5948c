"""From a changed chart to a published one: bump, package, sign, publish, verify."""
