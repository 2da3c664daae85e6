"""What the house publishes, read from TOML and checked once, at the door."""
