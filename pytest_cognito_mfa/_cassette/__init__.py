"""Real responses, recorded in vcrpy's format: read, matched, replayed, recorded and written."""
