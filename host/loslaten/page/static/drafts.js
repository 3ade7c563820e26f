// SPDX-License-Identifier: MIT
// What is typed stays in the browser until the server has it: a reload or a dead server loses nothing.

const PREFIX = "loslaten-draft-";

function fieldsOf(form) {
  return [...form.querySelectorAll("textarea, input[type=text]")].filter((field) => field.name);
}

function keep(form) {
  const typed = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(typed));
}

function restore(form) {
  const typed = JSON.parse(localStorage.getItem(PREFIX + form.dataset.draft) ?? "{}");
  for (const field of fieldsOf(form)) {
    if (!field.value && typed[field.name]) field.value = typed[field.name];
  }
}

function forget(form) {
  localStorage.removeItem(PREFIX + form.dataset.draft);
}

function formOf(target) {
  return target instanceof Element ? target.closest("form[data-draft]") : null;
}

export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    // A plain form that was sent and is shown again without a complaint has been taken.
    const wasSent = sessionStorage.getItem(PREFIX + form.dataset.draft);
    sessionStorage.removeItem(PREFIX + form.dataset.draft);
    if (wasSent && !form.querySelector("[aria-invalid]")) forget(form);
    restore(form);
  }
  document.addEventListener("submit", (event) => {
    const form = formOf(event.target);
    if (form && !event.defaultPrevented) sessionStorage.setItem(PREFIX + form.dataset.draft, "sent");
  });
  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (form) keep(form);
  });
  // Taken by the server: with htmx once the answer is there, without it once the page has gone.
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const form = formOf(ctx?.sourceElement);
    if (form && ctx.response?.raw?.ok) {
      forget(form);
      for (const field of fieldsOf(form)) field.value = "";
    }
  });
}
