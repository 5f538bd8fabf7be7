"""The rules of configuring user pools and app clients."""
