"""The endpoints of a pool's domain, and what a browser would bring back from its pages."""
