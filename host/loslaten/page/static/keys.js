// SPDX-License-Identifier: MIT
// Answers by single keys: a button that shows a key is pressed by it, unless somebody is typing.

const NAMES = { "↵": "enter" };

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest?.("input:not([type=radio]), textarea, select")) return;
    const key = event.key.toLowerCase();
    if ((key === "enter" || key === " ") && event.target.closest?.("button, a, summary")) return;
    for (const button of document.querySelectorAll("[data-key]")) {
      if (key === (NAMES[button.dataset.key] ?? button.dataset.key)) {
        event.preventDefault();
        button.click();
        return;
      }
    }
  });
}
