"""Lambda triggers: which one AWS runs when, the events that they get, and what their answers change."""
