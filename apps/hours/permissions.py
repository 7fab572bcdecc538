"""Whose hours one may set."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.decisions import Allowed, Decision, Denied


def can_set_hours(actor: Any, person: Any) -> Decision:
    """Nobody says for another when they may be interrupted: no manager, no administrator."""
    if actor.pk == person.pk and actor.is_active:
        return Allowed
    return Denied(_("Everybody says for themselves when they work."))


def can_set_organisation_hours(actor: Any) -> Decision:
    if actor.is_active and actor.is_staff:
        return Allowed
    return Denied(_("Only administrators set the hours of the organisation."))
