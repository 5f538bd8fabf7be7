"""Faults as a scenario writes them: read from YAML or from Python keywords into frozen values."""
