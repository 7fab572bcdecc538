from apps.search.presenters.jumping import JumpList, jump_list
from apps.search.presenters.results import ResultsPage, results_page

__all__ = ["JumpList", "ResultsPage", "jump_list", "results_page"]
