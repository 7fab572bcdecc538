"""Stands for the product, so that the demo's life can be tested in seconds and by itself."""
