// A post that was begun and never sent is offered beside the invitation to write.
import { fromTemplate, process, whenAdded } from "../parts/dom.js";
import { unfinished } from "./kept.js";

const WRITING_IN_A_SPACE = /^\/spaces\/[^/]+\/posts\/$/;

whenAdded("#composer [data-compose]", (invitation) => {
  const composer = invitation.closest("#composer");
  for (const old of composer.querySelectorAll("[data-unfinished]")) old.remove();
  const here = new URL(invitation.href).pathname;
  const begun = unfinished().filter((name) => WRITING_IN_A_SPACE.test(name));
  // Where one writes in a space, only what was begun there; elsewhere, the last of all.
  const name = WRITING_IN_A_SPACE.test(here) ? begun.find((one) => one === here) : begun[0];
  const link = name && fromTemplate("unfinished");
  if (!link) return;
  link.href = name;
  link.dataset.hxGet = name;
  (composer.querySelector(".composer__starters") ?? composer).prepend(link);
  process(link);
});
