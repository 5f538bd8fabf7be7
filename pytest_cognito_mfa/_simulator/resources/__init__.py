"""Resources of pools and app clients: one table says what each is, and one engine performs their operations."""
