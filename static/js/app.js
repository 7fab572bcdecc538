// The behaviours of every page. Each works on its own, on pages that work without it.
import "./parts/sending.js";
import "./parts/confirm.js";
import "./parts/once.js";
import "./parts/morph.js";
import "./parts/time.js";
import "./parts/fold.js";
import "./parts/menus.js";
import "./parts/dialogs.js";
import "./parts/copy.js";
import "./parts/reactions.js";
import "./parts/shortcuts.js";
import "./writing/kept.js";
import "./writing/opened.js";
import "./writing/publishing.js";
import "./writing/answers.js";
import "./writing/place.js";
import "./editor/start.js";
