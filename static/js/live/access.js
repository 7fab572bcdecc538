// What may no longer be read leaves the screen.

export function loseSpace(space) {
  if (document.body.dataset.space === String(space)) {
    location.reload();
    return;
  }
  for (const element of document.querySelectorAll(`[data-space="${CSS.escape(space)}"]`)) {
    element.remove();
  }
}
