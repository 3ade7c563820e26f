// SPDX-License-Identifier: MIT
// The exercise: sliders say their value while they move, and arrow keys walk through the body.

const FORWARD = ["ArrowRight", "ArrowDown"];
const BACK = ["ArrowLeft", "ArrowUp"];

function sayValue(slider) {
  const number = Number(slider.value).toLocaleString(document.documentElement.lang);
  const { said: ofMany, saidOfOne } = slider.dataset;
  const said = number === "1" ? saidOfOne : ofMany.replace("{n}", number);
  slider.setAttribute("aria-valuetext", said);
  slider.parentElement.querySelector("output").textContent = said;
}

/** In the body only the chosen group is a stop of the tab key; the arrows lead to the others. */
function makeOneStop() {
  const parts = [...document.querySelectorAll("[data-walk] [data-group]")];
  const chosen = parts.find((part) => part.hasAttribute("aria-current")) ?? parts[0];
  for (const part of parts) part.setAttribute("tabindex", part === chosen ? "0" : "-1");
}

function walk(event) {
  const step = FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
  const from = event.target.closest?.("[data-walk] [data-group]");
  if (!step || !from) return;
  event.preventDefault();
  const order = [...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
  const place = order.indexOf(from.dataset.group);
  const next = order[(place + step + order.length) % order.length];
  const part = document.querySelector(`[data-walk] [data-group="${next}"]`);
  // A group that the drawing does not show is in the list.
  const goal = part ?? document.querySelector(`[data-row="${next}"]`);
  goal.setAttribute("tabindex", "0");
  goal.focus();
  goal.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

export function startExercise() {
  makeOneStop();
  document.addEventListener("htmx:after:swap", makeOneStop);
  document.addEventListener("keydown", walk);
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input[type=range][data-said]")) sayValue(event.target);
  });
}
