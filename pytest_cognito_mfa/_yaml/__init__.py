"""YAML with the place of everything in it: read within bounds, checked, written back."""
