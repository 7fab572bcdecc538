"""Every component in its states: /styleguide/, only with DEBUG. Nothing here is real."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from apps.core.parts import Overlay, fill, render_parts
from apps.posts.models import ReactionKind

Sample = dict[str, Any]
FACTS = {"may_comment", "may_pin", "mine", "reacted:thanks", "unread", "c1:mine"}
PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E".replace(" ", "%20")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    context = {"samples": samples()}
    parts = render_parts(lambda: render_to_string("styleguide.html", context, request))
    pressed = {
        f"{prefix}pressed:{kind}": "false" for kind in ReactionKind for prefix in ("", "c1:")
    }
    values = {"csrf": "x", "key": "k", "author": "a", **pressed}
    return HttpResponse(fill(parts, Overlay(FACTS, values)))


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom de l’espace", help_text="Court et parlant.")
    email = forms.EmailField(label="Adresse de courriel", required=False)
    description = forms.CharField(label="À quoi il sert", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Qui peut lire",
        choices=[("open", "Tout le monde"), ("on_request", "Les membres, sur demande")],
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(label="Usage", choices=[("project", "Projet")])
    welcome = forms.BooleanField(label="Saluer les nouvelles personnes", required=False)


def samples() -> Sample:
    author = person("Anaïs Marchetti", "Métrologue", "Qualité", 6)
    people = [
        person("Hélène Delmas", "Présidente", "Direction générale", 1),
        person("Camille Roux", "Technicienne métrologie", "Lyon", 9),
        person("Łukasz Şahin", "Développeur", "Systèmes d’information", 0),
        person("ليلى منصور", "Acheteuse", "Achats", 3),
        person("Œuvrard Ève", "", "", 5),
    ]
    members = audience("on_request", "Qualité Lyon · 42 membres")
    return {
        "author": author,
        "people": people,
        "icons": icons(),
        "starters": [{"label": "J’ai essayé… et raté parce que…", "url": "#"}],
        "composer": _composer(author, members),
        "answer": {
            "action": "#",
            "id": "sample",
            "audience": members,
            "body": "Ce que j’avais écrit reste là.",
            "error": "C’est trop long : 20 000 caractères au plus.",
            "kept": "Votre session était terminée. Voici ce que vous écriviez.",
        },
        "cards": _cards(people, members),
        "thread": _thread(people),
        "pictures": [
            {"url": PICTURE, "full_url": "#", "alt": f"Image {n}", "width": 800, "height": 600}
            for n in (1, 2, 3)
        ],
        "files": [{"url": "#", "name": "scenario-v3.pdf", "kind": "PDF", "size": 482_000}],
        "form": SampleForm({"name": "", "kind": "open"}),
        **_lists(people),
    }


def person(name: str, job: str, unit: str, hue: int) -> Sample:
    first, *_, last = name.split()
    line = {"id": 1, "name": name, "initials": first[0] + last[0], "hue": hue, "url": "#"}
    return line | {"job": job, "unit": unit, "face_url": "", "is_leader": False}


def audience(kind: str, label: str) -> Sample:
    icon = {"open": "globe", "on_request": "people", "confidential": "lock"}[kind]
    return {
        "kind": kind,
        "icon": icon,
        "label_short": label,
        "sentence": "Les 42 membres de Qualité Lyon. Personne d’autre.",
        "to_publish": "Publier pour les 42 membres de Qualité Lyon",
        "is_closed": kind != "open",
        "count": 42,
    }


def icons() -> list[str]:
    sprite = Path(settings.BASE_DIR) / "static/icons/sprite.svg"
    return re.findall(r'id="([\w-]+)"', sprite.read_text())


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def reactions(**counts: int) -> list[Sample]:
    return [
        {"kind": k.value, "label": k.label, "count": counts.get(k.value, 0)} for k in ReactionKind
    ]


def said(number: int, author: Sample | None, html: str, **more: Any) -> Sample:
    return {
        "id": number,
        "mark": str(number),
        "post_id": 1,
        "author": author,
        "html": mark_safe(html),  # noqa: S308 - ours
        "published_at": ago(hours=2),
        "is_withdrawn": author is None,
        "reactions": reactions(),
        **more,
    }


def card(number: int, author: Sample, html: str, seen_by: Sample, **more: Any) -> Sample:
    return {
        "id": number,
        "url": "/",
        "author": author,
        "audience": seen_by,
        "space_id": 1,
        "space_url": "#",
        "space_kind": seen_by["kind"],
        "title": "",
        "html": mark_safe(html),  # noqa: S308 - ours
        "published_at": ago(hours=3),
        "reactions": reactions(),
        "comments_count": 0,
        "earlier_comments": 0,
        "last_comments": [],
        **more,
    }


def _composer(author: Sample, seen_by: Sample) -> Sample:
    return {
        "action": "#",
        "person": author,
        "audience": seen_by,
        "submit": seen_by["to_publish"],
        "author": "a",
        "key": "k",
        "title": "Un titre commencé",
        "body": "",
        "body_error": "Écrivez d’abord quelque chose.",
        "cancel_url": "#",
        "choose_url": "#",
    }


def _cards(people: list[Sample], members: Sample) -> list[Sample]:
    answers = [
        said(1, people[1], "<p>Venez quand vous voulez.</p>", reactions=reactions(thanks=12))
    ]
    return [
        card(
            1,
            people[0],
            "<p>J’ai passé mardi à l’atelier. On m’a montré le carnet de la ligne 3.</p>",
            audience("open", "Toute l’entreprise"),
            title="Ce que je n’ai pas su voir à Rodez",
            is_voice=True,
            reactions=reactions(thanks=64, learned=18),
            comments_count=31,
            earlier_comments=30,
            last_comments=answers,
        ),
        card(2, people[1], "<p>J’ai perdu le zéro deux fois.</p>", members, is_pinned=True),
        card(
            3,
            people[2],
            "<p>Le point dur reste le calendrier.</p><ul><li>juin</li></ul>" * 9,
            audience("confidential", "Comité projet · 12 membres, personne d’autre"),
            folds=True,
            is_edited=True,
            is_imported=True,
        ),
    ]


def _thread(people: list[Sample]) -> Sample:
    first = said(4, people[1], "<p>Il fallait passer par quatre réunions.</p>")
    replies = [said(5, people[0], "<p>Je viens jeudi.</p>", is_reply=True), said(6, None, "")]
    return {
        "post_id": 1,
        "anchor": "1",
        "total": 3,
        "live_url": "#",
        "is_first": True,
        "more_url": "?after=x",
        "threads": [{"comment": first, "replies": replies}],
    }


def _lists(people: list[Sample]) -> Sample:
    def space(name: str, kind: str, text: str) -> Sample:
        icon = audience(kind, "")["icon"]
        row = {"name": name, "url": "#", "kind": kind, "icon": icon, "description": text}
        return row | {"audience": "42 membres"}

    leaf = {"name": people[1]["name"], "sub": people[1]["job"], "url": "#", "person": people[1]}
    return {
        "steps": [{"label": "Aubrac", "url": "#"}, {"label": "Achats"}],
        "tabs": [
            {"label": "Publications", "url": "#", "current": True},
            {"label": "Membres", "url": "#", "count": 42},
        ],
        "space_rows": [
            space("La machine à café", "open", "Rien d’important, donc l’essentiel. " * 6),
            space("Qualité Lyon", "on_request", "Métrologie, contrôle, assurance qualité."),
            space("Comité projet", "confidential", ""),
        ],
        "nodes": [{"name": "Industriel", "url": "#", "icon": "org", "children": [leaf]}],
        "head": [{"label": "Site"}, {"label": "T1", "is_number": True}],
        "table": [
            [{"text": "Rodez", "url": "#"}, {"text": "38", "is_number": True}],
            [{"text": "Sheffield"}, {"text": "trop peu de personnes"}],
        ],
        "items": [
            {"label": "Modifier", "url": "#", "icon": "edit"},
            {"label": "Archiver", "url": "#", "icon": "archive", "method": "post"},
            {
                "label": "Supprimer",
                "url": "#",
                "icon": "trash",
                "method": "delete",
                "is_danger": True,
                "is_separate": True,
            },
        ],
    }
