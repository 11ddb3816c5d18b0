// Asking before something is done: Slack's confirmation object, and the page's own questions.

import { h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Ask; resolves to true when the person agrees. */
export function confirmed({ title, text, confirm = "Yes", deny = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const yes = h("button", { type: "button", class: danger ? "btn danger" : "btn primary" }, confirm);
    const no = h("button", { type: "button", class: "btn" }, deny);
    const dialog = h("dialog", { class: "modal small", "aria-label": title },
      h("div", { class: "modal-body" }, h("h2", {}, title), h("div", {}, text)),
      h("footer", { class: "modal-foot" }, no, yes));
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close("no"));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Ask what an element's `confirm` object asks; true at once where there is none. */
export function agreed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return confirmed({
    title: confirm.title?.text ?? "Are you sure?",
    text: textObject(confirm.text),
    confirm: confirm.confirm?.text ?? "Yes",
    deny: confirm.deny?.text ?? "Cancel",
    danger: confirm.style === "danger",
  });
}

/** Ask for a text; resolves to null when the person cancels. */
export function asked({ title, label, value, send = "Save" }) {
  return new Promise((resolve) => {
    const field = h("textarea", { rows: "5", id: "asked-text" });
    field.value = value;
    const yes = h("button", { type: "button", class: "btn primary" }, send);
    const no = h("button", { type: "button", class: "btn" }, "Cancel");
    const dialog = h("dialog", { class: "modal", "aria-label": title },
      h("div", { class: "modal-body" }, h("h2", {}, title), h("label", { for: "asked-text" }, label), field),
      h("footer", { class: "modal-foot" }, no, yes));
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close("no"));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes" ? field.value : null); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
