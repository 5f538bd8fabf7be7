"""The parts of the docs that are made from the package, one module per page; docs/generate.py writes them."""
