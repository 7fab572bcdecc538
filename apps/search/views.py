"""The page of results, and the list of the jump box."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.http import wants_fragment
from apps.profiles.requests import SignedInRequest
from apps.search.find import find, parse
from apps.search.forms import SearchQuestion
from apps.search.jump import jump as jump_to
from apps.search.presenters import jump_list, results_page


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What is found; with `HX-Request` the results alone, or the rows that follow."""
    question = SearchQuestion.read(request.GET)
    found = find(request.user, parse(question.text, sort=question.sort), question.cursor or None)
    template = "search/search.html"
    if wants_fragment(request):
        template = "search/_text_rows.html" if question.cursor else "search/_results.html"
    return render(request, template, {"results": results_page(question, found)})


@require_safe
def jump(request: SignedInRequest) -> HttpResponse:
    question = SearchQuestion.read(request.GET)
    page = {"jump": jump_list(question, jump_to(request.user, question.text))}
    return render(request, "search/_jump.html", page)
