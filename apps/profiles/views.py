"""The directory."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.profiles.directory import colleagues, read_tree
from apps.profiles.forms import DirectoryQuestion
from apps.profiles.presenters import directory_page
from apps.profiles.requests import SignedInRequest


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Everyone, or those who match; with `HX-Request` the list alone, or the rows that follow."""
    question = DirectoryQuestion.read(request.GET)
    tree = read_tree()
    found = colleagues(
        request.user,
        tree=tree,
        text=question.text,
        unit=question.unit,
        site=question.site,
        cursor=question.cursor,
    )
    template = "profiles/people.html"
    if request.headers.get("HX-Request"):
        template = "profiles/_people_rows.html" if question.cursor else "profiles/_people.html"
    return render(request, template, {"directory": directory_page(question, tree, found)})
