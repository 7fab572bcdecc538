"""Where people's content is loaded for somebody, the query starts at the read rule.

Read from the source: in views, tasks, subscribers and presenters every `X.objects` is followed by
`visible_to`, `listed_to`, or one of the few methods that take ids already read through them.
"""

import ast
from pathlib import Path

import pytest

APPS = Path(__file__).parents[2] / "apps"
ROOMS = {"views", "tasks", "subscribers", "presenters", "rendering", "shell", "sources", "context"}
# `administered_by` is everybody, for administrators.
# `in_force_for` is the door of the reading room of who was given exceptional access.
# `under`, `last_under`, `by_post`, `by_comment`, `known`, `within` take what was already read;
# `by` is a person's own rows.
DOORS = {
    "visible_to",
    "in_force_for",
    "administered_by",
    "in_readable_spaces",
    "listed_to",
    "under",
    "last_under",
    "by_post",
    "by_comment",
    "known",
    "within",
    "by",
    "whole_company",
}
# Models that hold no person's content.
PLAIN = {"Suppression", "Unit", "SeenMarker", "Membership", "Follow", "OutboxEvent"}


def files():
    for path in sorted(APPS.rglob("*.py")):
        rooms = {part.removesuffix(".py") for part in path.relative_to(APPS).parts[1:]}
        if rooms & ROOMS:
            yield path


def undoored(tree: ast.AST):
    """(line, model) of each `Model.objects.method` whose method is no door."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager = node.value
        if manager.attr != "objects" or not isinstance(manager.value, ast.Name):
            continue
        if manager.value.id not in PLAIN and node.attr not in DOORS:
            yield node.lineno, f"{manager.value.id}.objects.{node.attr}"


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(APPS)))
def test_every_query_starts_at_the_read_rule(path):
    found = list(undoored(ast.parse(path.read_text())))
    assert not found, f"{path}: {found} — start at visible_to (docs/subsystems/access.md)"


def test_the_rule_would_catch_a_bare_query():
    assert list(undoored(ast.parse("Post.objects.filter(pk=1)"))) == [(1, "Post.objects.filter")]
