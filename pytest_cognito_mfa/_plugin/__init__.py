"""The pytest side, behind the hooks of `plugin`."""
