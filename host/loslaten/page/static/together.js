// SPDX-License-Identifier: MIT
// Practise together: a voice of the system, soft ticks without a watch, and a screen that dims.

let context = null;
let lock = null;

function bed() {
  return document.querySelector("[data-bed]");
}

function voice() {
  const lang = document.documentElement.lang;
  return globalThis.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith(lang));
}

/** The server plans by how long the voice really takes. */
function measured(text, ms) {
  const body = new URLSearchParams({ text, ms: String(Math.round(ms)) });
  fetch("/together/heard", { method: "POST", body }).catch(() => {});
}

function say({ text }) {
  const chosen = voice();
  if (!bed() || !chosen) return;
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.voice = chosen;
  spoken.lang = chosen.lang;
  spoken.rate = 0.9;
  const began = performance.now();
  spoken.onend = () => measured(text, performance.now() - began);
  speechSynthesis.speak(spoken);
}

/** A soft tick for each pulse, where there is no wrist to feel it. */
function tick(level) {
  if (!bed() || level === 0) return;
  context ??= new AudioContext();
  const sound = context.createOscillator();
  const volume = context.createGain();
  sound.frequency.value = 180;
  volume.gain.setValueAtTime(0.06, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.12);
  sound.connect(volume).connect(context.destination);
  sound.start();
  sound.stop(context.currentTime + 0.13);
}

async function keepAwake() {
  const line = document.querySelector("[data-no-voice]");
  if (line) line.hidden = Boolean(voice());
  if (bed() && !lock) {
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
    // The browser takes it back whenever somebody looks at something else.
    lock?.addEventListener("release", () => (lock = null));
  }
  if (!bed() && lock) {
    await lock.release();
  }
}

export function startTogether() {
  document.addEventListener("say", (event) => say(JSON.parse(event.detail.data)));
  document.addEventListener("level", (event) => tick(Number(event.detail.data)));
  document.addEventListener("keydown", (event) => {
    if (bed() && event.key !== "Tab" && !event.target.closest?.("button")) bed().classList.toggle("dim");
  });
  document.addEventListener("htmx:after:swap", keepAwake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") keepAwake();
  });
  keepAwake();
}
