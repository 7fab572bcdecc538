"""Everything a person needs to run the network on their own machine, without installing a server.

`python -m rsn.local` is the way in; the tests use `embedded_postgres` and `embedded_redis`.
Nothing here knows the domain, and nothing in `apps/` imports it.
"""
