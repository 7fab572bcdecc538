"""The project: settings and entry points, no domain."""
