"""What one missed: the page, and the mail that says it."""

from tests.access.doors import NAME, TITLE, around

DOORS = [
    around("catch-up", "/catch-up/", NAME, TITLE),
    around("catch-up, since yesterday", "/catch-up/?since=yesterday", NAME, TITLE),
    around("catch-up, for a week", "/catch-up/?since=week", NAME, TITLE),
    around("catch-up, since an absence", "/catch-up/?since=absence", NAME, TITLE),
]
