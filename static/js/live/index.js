// Live updates: one socket a tab that says "something changed here"; the page asks again.
// The attributes a template writes are listed in docs/subsystems/live.md.

import { Connection } from "./connection.js";
import { loseSpace } from "./access.js";
import { Pieces } from "./pieces.js";
import { countNewPosts } from "./pill.js";
import { isBeingWritten } from "./merge.js";
import { signOfSilence } from "./sign.js";

const { liveUrl, cursor } = document.body.dataset;

function say(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

function watched() {
  const lists = [...document.querySelectorAll("[data-live-watch]")];
  return lists.flatMap((element) => element.dataset.liveWatch.split(/\s+/).filter(Boolean).map(Number));
}

if (liveUrl) {
  const pieces = new Pieces();
  const pill = countNewPosts();
  const sign = signOfSilence();
  const connection = new Connection(new URL(liveUrl, location.href), cursor, {
    watched,
    event(event) {
      if (event.name === "access.revoked") loseSpace(event.space);
      else {
        pieces.changed(event);
        pill.heard(event);
      }
      say("rsn:event", event);
    },
    resync() {
      pieces.everythingChanged();
      pill.lostCount();
      say("rsn:resync");
    },
    state(state) {
      document.documentElement.dataset.live = state;
      sign(state);
      say("rsn:live", { state });
    },
    signedOut() {
      // Somebody else may sit at this screen now; but what is being written is not thrown away.
      if (!isBeingWritten(document.body)) location.reload();
    },
  });
  document.addEventListener("htmx:after:swap", () => connection.watchMore());
  connection.open();
}
