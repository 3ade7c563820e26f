// SPDX-License-Identifier: MIT
// What every page needs of its own: counting down, and telling that the server is gone.
import { keepDrafts } from "./drafts.js";
import { startExercise } from "./exercise.js";
import { startKeys } from "./keys.js";
import { startReport } from "./report.js";
import { startTogether } from "./together.js";
import { startWrist } from "./wrist.js";

const OPEN_AGAIN_MS = 1000;

/** Seconds as people say them: "1 min 5 s". */
function spoken(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function countDown() {
  for (const line of document.querySelectorAll("[data-left]")) {
    const left = Math.max(0, Number(line.dataset.left) - 1);
    line.dataset.left = left;
    line.textContent = line.dataset.said.replace("{time}", spoken(left));
  }
}

function tellWhetherGone(isGone) {
  for (const line of document.querySelectorAll("[data-gone]")) line.hidden = !isGone;
}

/** Once open, the live line is kept open by htmx; until then it has to be asked for anew. */
function openAgain(event) {
  if (!event.target.matches?.("[data-live]")) return;
  setTimeout(() => event.target.dispatchEvent(new CustomEvent("again")), OPEN_AGAIN_MS);
}

setInterval(countDown, 1000);
document.addEventListener("htmx:sse:error", () => tellWhetherGone(true));
document.addEventListener("htmx:sse:after:connection", () => tellWhetherGone(false));
document.addEventListener("htmx:error", () => tellWhetherGone(true));
document.addEventListener("htmx:error", openAgain);
document.addEventListener("htmx:after:request", () => tellWhetherGone(false));
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits]")) event.target.form.submit();
});
keepDrafts();
startExercise();
startKeys();
startReport();
startTogether();
startWrist();
