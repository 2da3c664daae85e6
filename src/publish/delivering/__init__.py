"""Reports, manifests and packages."""
