// Interactive elements. `use` says what they act on: {press(action_id, chosen), suggest(action_id, words), fields, live}.
// `fields` maps an action id to a function that gives the present value; `live` tells whether a change is sent at once.

import { agreed } from "./dialog.js";
import { h, link, trouble } from "./dom.js";
import { inputs } from "./inputs.js";
import { menuButton } from "./menu.js";
import { textObject } from "./mrkdwn.js";
import { names } from "./names.js";
import { typeahead } from "./typeahead.js";

export const imageSource = (part) => {
  const file = part.slack_file;
  const id = file?.id ?? file?.url?.match(/-(F[A-Z0-9]+)\//)?.[1];
  return id ? `/page/file/${id}` : part.image_url;
};

/** An image; one from elsewhere is named, not loaded: the page asks nobody but this machine. */
export function image(part, className) {
  const source = imageSource(part);
  if (/^https?:/.test(source) && new URL(source).origin !== location.origin) {
    return h("span", { class: "far-image" }, "🖼 ", link(source, part.alt_text || source));
  }
  return h("img", { src: source, alt: part.alt_text, class: className, loading: "lazy" });
}

async function press(use, part, chosen) {
  if (await agreed(part.confirm)) await use.press(part.action_id, chosen);
}

function button(part, use) {
  const attributes = {
    class: `btn ${part.style ?? ""}`, "data-action": part.action_id, "data-focus": part.action_id,
    "aria-label": part.accessibility_label, onclick: () => press(use, part),
  };
  if (part.url && /^https?:/i.test(part.url)) {
    return h("a", { ...attributes, href: part.url, target: "_blank", rel: "noopener noreferrer" }, textObject(part.text));
  }
  return h("button", { type: "button", ...attributes }, textObject(part.text));
}

function overflow(part, use) {
  const entries = () => part.options.map((option) => ({
    label: option.text.text, note: option.description?.text,
    run: () => {
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      press(use, part, option);
    },
  }));
  const attributes = { class: "btn square", "aria-label": "More actions", "data-action": part.action_id, "data-focus": part.action_id };
  return menuButton(attributes, "⋯", entries);
}

/** The options of a select, whatever its kind: [{label, value, group?}]. */
function choices(part) {
  const plain = (option, group) => ({ label: option.text.text, value: option.value ?? option.text.text, chosen: option, group });
  if (part.type.includes("users")) return names.everybody().map((user) => ({ label: user.real_name, value: user.id, chosen: user.id }));
  if (part.type.includes("channels") || part.type.includes("conversations")) {
    return names.channels().map((one) => ({ label: one.kind === "im" ? one.name : `#${one.name}`, value: one.id, chosen: one.id }));
  }
  const grouped = (part.option_groups ?? []).flatMap((group) => group.options.map((option) => plain(option, group.label.text)));
  return [...(part.options ?? []).map((option) => plain(option)), ...grouped];
}

function initial(part) {
  const key = Object.keys(part).find((name) => name.startsWith("initial_"));
  const values = key ? [part[key]].flat() : [];
  return values.map((value) => value?.value ?? value?.text?.text ?? value);
}

function select(part, use, label) {
  const many = part.type.startsWith("multi_");
  const all = choices(part);
  const selected = initial(part);
  const item = (choice) => h("option", { value: choice.value, selected: selected.includes(choice.value) }, choice.label);
  const groups = [...new Set(all.map((choice) => choice.group))].map((group) => {
    const items = all.filter((choice) => choice.group === group).map(item);
    return group ? h("optgroup", { label: group }, items) : items;
  });
  const words = part.placeholder?.text ?? "Choose an option";
  const box = h("select", { multiple: many, "aria-label": label ?? words, "data-action": part.action_id, "data-focus": part.action_id },
    many ? null : h("option", { value: "", disabled: true, selected: !selected.length }, words), groups);
  const chosen = () => {
    const found = [...box.selectedOptions].map((option) => all.find((choice) => choice.value === option.value)?.chosen).filter(Boolean);
    return many ? found : found[0] ?? null;
  };
  use.fields?.set(part.action_id, chosen);
  if (use.live) box.addEventListener("change", () => press(use, part, chosen()));
  return box;
}

function feedback(part, use) {
  const one = (face, side) => h("button", {
    type: "button", class: "btn quiet", "aria-label": side.accessibility_label ?? side.text.text, "data-action": part.action_id,
    onclick: async () => { if (await use.press(part.action_id, side.value)) trouble("Thank you. nutgraf was told."); },
  }, `${face} ${side.text.text}`);
  return h("span", { class: "feedback" }, one("👍", part.positive_button), one("👎", part.negative_button));
}

function iconButton(part, use) {
  const attributes = { type: "button", class: "btn quiet", "aria-label": part.accessibility_label ?? part.text.text, "data-action": part.action_id };
  return h("button", { ...attributes, onclick: () => press(use, part) }, "🗑 ", part.text.text);
}

/** A DOM element for any interactive element; `label` names it where the block has a label. */
export function interactive(part, use, label) {
  if (part.type === "button" || part.type === "workflow_button") return button(part, use);
  if (part.type === "overflow") return overflow(part, use);
  if (part.type === "external_select" || part.type === "multi_external_select") return typeahead(part, use, label, (chosen) => press(use, part, chosen));
  if (part.type.endsWith("_select")) return select(part, use, label);
  if (part.type === "feedback_buttons") return feedback(part, use);
  if (part.type === "icon_button") return iconButton(part, use);
  if (part.type === "image") return image(part, "thumb");
  return inputs(part, use, label, (chosen) => press(use, part, chosen));
}
