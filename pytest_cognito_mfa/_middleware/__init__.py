"""What stands in front of simulator or cassette: faults, quotas, canned answers; and what of them never happened."""
