// A page that hears nothing any more looks like a quiet one: it says so, once, until it hears again.
import { toast } from "../parts/toast.js";
import { words } from "../parts/words.js";

const LET_PASS = 8_000; // milliseconds: a server that restarts is back by then

export function signOfSilence() {
  let timer = 0;
  let note = null;
  return (state) => {
    if (state === "online") {
      clearTimeout(timer);
      note?.remove();
      timer = 0;
    } else if (!timer) {
      timer = setTimeout(() => (note = toast(words("notConnected"), { stays: true })), LET_PASS);
    }
  };
}
