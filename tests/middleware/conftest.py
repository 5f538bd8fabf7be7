"""A scenario from a few lines of YAML."""

from scenario_fixtures import client, mistakes, playing, read

__all__ = ["client", "mistakes", "playing", "read"]
