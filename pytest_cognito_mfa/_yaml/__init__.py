"""YAML in which each value knows its place in the file: read within limits, checked, written back."""
