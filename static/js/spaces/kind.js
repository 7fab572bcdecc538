// Repeats, just before the button, the sentence of the kind that is chosen: who will see the name
// and who the content. Without JavaScript each choice bears its own sentence all the same.

const form = document.querySelector("[data-kind-form]");
const echo = form?.querySelector("[data-kind-echo]");

function say() {
  const chosen = form.querySelector("input[name=kind]:checked");
  const promise = chosen?.closest(".line").querySelector("[data-promise]");
  echo.hidden = !promise;
  if (promise) echo.querySelector("[data-kind-sentence]").textContent = promise.textContent;
}

if (echo) {
  form.addEventListener("change", say);
  say();
}
