"""The parts of the pytest plugin; `plugin.py` has the hooks."""
