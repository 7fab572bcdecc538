// The administrators' site: what its libraries would write into the page by themselves, its policy
// refuses (apps/core/administration.py), so they are told not to try.
if (window.htmx) {
  window.htmx.config.includeIndicatorStyles = false;
  window.htmx.config.allowEval = false;
}
