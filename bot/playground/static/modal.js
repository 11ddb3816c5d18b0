// Modals: the topmost view of the person's stack, as a dialog.

import { blockNodes } from "./blocks.js";
import { h } from "./dom.js";
import { act, views } from "./server.js";

let dialog = null;
let shown = "";
let before = null;

function values(fields) {
  return Object.fromEntries([...fields].map(([id, read]) => [id, read()]));
}

/** What elements of a view act on. */
export function viewUse(home) {
  const fields = new Map();
  return {
    fields,
    live: true,
    press: (action_id, chosen) => act("press_in_view", { action_id, chosen, home, values: values(fields) }),
    suggest: async (action_id, words) => (await act("suggest", { action_id, words }))?.groups ?? null,
  };
}

function showErrors(form, errors) {
  for (const place of form.querySelectorAll("[data-block]")) {
    const sentence = errors[place.dataset.block] ?? "";
    place.querySelector(".field-error").textContent = sentence;
    place.classList.toggle("wrong", Boolean(sentence));
  }
  form.querySelector(".wrong input, .wrong textarea, .wrong select")?.focus();
}

function missing(view, found) {
  const errors = {};
  for (const block of view.blocks.filter((one) => one.type === "input" && !one.optional)) {
    const value = found[block.element.action_id];
    if (value === null || value === undefined || value === "" || value.length === 0) errors[block.block_id] = "Please fill in this field.";
  }
  return errors;
}

function build(view) {
  const use = viewUse(false);
  const submit = view.submit ? h("button", { type: "submit", class: "btn primary" }, view.submit.text) : null;
  const close = h("button", { type: "button", class: "btn" }, view.close?.text ?? (view.submit ? "Cancel" : "Close"));
  const form = h("form", { novalidate: true },
    h("header", { class: "modal-head" }, h("h2", { id: "modal-title" }, view.title.text),
      h("button", { type: "button", class: "plain", "aria-label": "Close", onclick: () => act("close") }, "✕")),
    h("div", { class: "modal-body", tabindex: "-1" }, blockNodes(view.blocks, use)),
    h("footer", { class: "modal-foot" }, close, submit));
  close.addEventListener("click", () => act("close"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = values(use.fields);
    const errors = missing(view, found);
    showErrors(form, errors);
    if (Object.keys(errors).length) return;
    submit.disabled = true;
    const answer = await act("submit", { values: found });
    submit.disabled = false;
    if (answer) showErrors(form, answer.errors ?? {});
  });
  return form;
}

function hide() {
  if (!dialog) return;
  dialog.remove();
  dialog = null;
  shown = "";
  before?.focus?.();
}

/** Show what is on the stack now. Returns the person's App Home, which comes with it. */
export async function refreshModal() {
  const { stack, home } = await views();
  const view = stack.at(-1);
  if (!view) {
    hide();
    return home;
  }
  const version = `${view.id} ${view.hash}`;
  if (version === shown) return home;
  shown = version;
  if (!dialog) {
    before = document.activeElement;
    dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); act("close"); });
    document.body.append(dialog);
    dialog.showModal();
  }
  dialog.replaceChildren(build(view));
  const first = dialog.querySelector(".modal-body :is(input, textarea, select)") ?? dialog.querySelector(".modal-body");
  first?.focus();
  return home;
}
