// SPDX-License-Identifier: MIT
// The report: the button prints the page in the frame, not the page around it.

export function startReport() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-print]")) return;
    document.querySelector("[data-report]")?.contentWindow.print();
  });
}
