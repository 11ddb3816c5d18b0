// Text fields, check boxes, radio buttons, dates and times.

import { h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const TYPES = { email_text_input: "email", url_text_input: "url", number_input: "number", datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

function text(part, use, label) {
  const attributes = {
    "aria-label": label ?? part.placeholder?.text ?? "Text", placeholder: part.placeholder?.text, maxlength: part.max_length ?? null,
    "data-action": part.action_id, "data-focus": part.action_id, autofocus: part.focus_on_load,
  };
  const field = part.multiline || part.type === "rich_text_input"
    ? h("textarea", { ...attributes, rows: "10" })
    : h("input", { ...attributes, type: TYPES[part.type] ?? "text" });
  field.value = typeof part.initial_value === "string" ? part.initial_value : "";
  const plain = part.type !== "rich_text_input";
  const rich = () => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: field.value }] }] });
  use.fields?.set(part.action_id, () => (plain ? field.value : field.value ? rich() : null));
  return field;
}

let groups = 0;
function boxes(part, use, label, changed) {
  const many = part.type === "checkboxes";
  const name = `choice-${(groups += 1)}`;
  const before = [part.initial_options ?? part.initial_option ?? []].flat().map((option) => option.value);
  const all = part.options.map((option) => {
    const box = h("input", { type: many ? "checkbox" : "radio", name, checked: before.includes(option.value), "data-action": part.action_id });
    return { option, box };
  });
  const chosen = () => {
    const found = all.filter(({ box }) => box.checked).map(({ option }) => option);
    return many ? found : found[0] ?? null;
  };
  use.fields?.set(part.action_id, chosen);
  const rows = all.map(({ option, box }) => {
    if (use.live) box.addEventListener("change", () => changed(chosen()));
    return h("label", { class: "choice" }, box, h("span", {}, textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null));
  });
  return h("fieldset", { class: "choices" }, h("legend", { class: "unseen" }, label ?? "Choose"), rows);
}

function moment(part, use, label, changed) {
  const field = h("input", { type: TYPES[part.type], "aria-label": label ?? part.placeholder?.text ?? "Date or time", "data-action": part.action_id });
  field.value = part.initial_date ?? part.initial_time ?? "";
  if (part.initial_date_time) field.value = new Date(part.initial_date_time * 1000).toISOString().slice(0, 16);
  const chosen = () => (part.type === "datetimepicker" ? Math.floor(new Date(field.value).getTime() / 1000) || null : field.value || null);
  use.fields?.set(part.action_id, chosen);
  if (use.live) field.addEventListener("change", () => changed(chosen()));
  return field;
}

/** A form field for the element; `changed(chosen)` is called where changes are sent at once. */
export function inputs(part, use, label, changed) {
  if (part.type === "checkboxes" || part.type === "radio_buttons") return boxes(part, use, label, changed);
  if (part.type.endsWith("picker")) return moment(part, use, label, changed);
  if (part.type.endsWith("_input") && part.type !== "file_input") return text(part, use, label);
  return h("em", {}, `(the playground does not show ${part.type})`);
}
