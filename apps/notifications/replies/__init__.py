"""Answers to mails become comments: `addresses` signs where they go, `taking` takes them in."""
