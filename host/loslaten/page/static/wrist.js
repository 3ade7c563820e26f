// SPDX-License-Identifier: MIT
// The wrist on the page: it pulses as felt, and its button is pressed and held.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let isDown = false;

/** One after another, or a press could overtake its own release. */
let sending = Promise.resolve();

function send(down) {
  const body = new URLSearchParams({ down: down ? "1" : "0" });
  sending = sending.then(() => fetch("/wrist/button", { method: "POST", body })).catch(() => {});
}

function move(down, knob) {
  if (down === isDown) return;
  isDown = down;
  knob?.classList.toggle("down", down);
  send(down);
}

function knobOf(event) {
  return event.target instanceof Element ? event.target.closest("[data-press]") : null;
}

function feel(level) {
  const meter = document.querySelector("[data-level]");
  if (meter) meter.value = level;
  const wrist = document.querySelector("[data-wrist]");
  if (wrist && !calm.matches) wrist.style.setProperty("--felt", String(level / 100));
}

function name(cue) {
  const line = document.querySelector("[data-cue]");
  if (line) line.textContent = JSON.parse(line.dataset.words)[cue] ?? cue;
}

export function startWrist() {
  document.addEventListener("level", (event) => feel(Number(event.detail.data)));
  document.addEventListener("cue", (event) => name(event.detail.data));
  document.addEventListener("pointerdown", (event) => {
    const knob = knobOf(event);
    if (knob && event.isPrimary) {
      knob.setPointerCapture(event.pointerId);
      move(true, knob);
    }
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, () => move(false, document.querySelector("[data-press]")));
  }
  document.addEventListener("keydown", (event) => {
    const knob = knobOf(event);
    if (knob && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      if (!event.repeat) move(true, knob);
    }
  });
  document.addEventListener("keyup", (event) => {
    if (knobOf(event)) move(false, knobOf(event));
  });
}
