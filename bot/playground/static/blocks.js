// Block Kit as DOM nodes.

import { h } from "./dom.js";
import { image, interactive } from "./elements.js";
import { markdown } from "./markdown.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

function section(block, use) {
  const fields = (block.fields ?? []).map((field) => h("div", { class: "field" }, textObject(field)));
  return h("div", { class: "block section" },
    h("div", { class: "section-text" }, textObject(block.text), fields.length ? h("div", { class: "fields" }, fields) : null),
    block.accessory ? h("div", { class: "accessory" }, interactive(block.accessory, use)) : null);
}

function cell(part) {
  if (part.type === "rich_text") return richText(part);
  return h("span", { class: "lines" }, part.text);
}

function table(block) {
  const align = (index) => block.column_settings?.[index]?.align ?? "left";
  const row = (cells, tag, scope) => h("tr", {}, cells.map((part, index) =>
    h(tag, { class: `align-${align(index)}`, scope: scope ?? null }, cell(part))));
  const [head, ...rest] = block.rows;
  return h("div", { class: "block table", tabindex: "0", role: "region", "aria-label": block.caption ?? "Table" },
    h("table", {}, block.caption ? h("caption", {}, block.caption) : null,
      h("thead", {}, row(head, "th", "col")), h("tbody", {}, rest.map((cells) => row(cells, "td")))));
}

const LEVELS = { info: ["ℹ", "Note"], warning: ["⚠", "Warning"], error: ["❗", "Error"], success: ["✓", "Done"] };
function alert(block) {
  const level = block.level ?? "default";
  const [sign, word] = LEVELS[level] ?? ["", ""];
  return h("div", { class: `block alert ${level}` }, h("span", { class: "level", "aria-hidden": "true" }, sign),
    h("div", {}, word ? h("span", { class: "unseen" }, `${word}: `) : null, textObject(block.text)));
}

function card(block, use) {
  return h("div", { class: "block card" },
    block.hero_image ? image(block.hero_image, "hero") : null,
    h("div", { class: "card-head" }, block.icon ? image(block.icon, "icon") : null,
      h("div", {}, h("strong", {}, textObject(block.title)), h("div", { class: "faint" }, textObject(block.subtitle)))),
    h("div", {}, textObject(block.body)),
    block.actions ? h("div", { class: "actions" }, block.actions.map((part) => interactive(part, use))) : null);
}

function container(block, use) {
  const title = block.title ? textObject(block.title) : block.rich_text_title ? richText(block.rich_text_title) : null;
  const inside = block.child_blocks.map((child) => blockNode(child, use));
  if (block.is_collapsible) {
    return h("details", { class: "block container", open: !block.default_collapsed }, h("summary", {}, title ?? "More"), textObject(block.subtitle), inside);
  }
  return h("div", { class: "block container" }, title ? h("strong", {}, title) : null, textObject(block.subtitle), inside);
}

let labels = 0;
function input(block, use) {
  const id = `input-${(labels += 1)}`;
  const field = interactive(block.element, { ...use, live: Boolean(block.dispatch_action) && use.live }, block.label.text);
  return h("div", { class: "block input", "data-block": block.block_id },
    h("div", { class: "label", id }, textObject(block.label), block.optional ? h("span", { class: "faint" }, " (optional)") : null),
    field, block.hint ? h("p", { class: "hint" }, textObject(block.hint)) : null,
    h("p", { class: "field-error", role: "alert" }));
}

const RENDER = {
  actions: (block, use) => h("div", { class: "block actions" }, block.elements.map((part) => interactive(part, use))),
  alert,
  card,
  carousel: (block, use) => h("div", { class: "block carousel", tabindex: "0" }, block.elements.map((one) => card(one, use))),
  container,
  context: (block) => h("div", { class: "block context" }, block.elements.map((part) =>
    part.type === "image" ? image(part, "tiny") : h("span", {}, textObject(part)))),
  context_actions: (block, use) => h("div", { class: "block context-actions" }, block.elements.map((part) => interactive(part, use))),
  data_table: table,
  divider: () => h("hr", { class: "block" }),
  header: (block) => h("h3", { class: "block header" }, textObject(block.text)),
  image: (block) => h("figure", { class: "block" }, block.title ? h("figcaption", {}, textObject(block.title)) : null, image(block, "picture")),
  input,
  markdown: (block) => h("div", { class: "block markdown" }, markdown(block.text)),
  rich_text: (block) => h("div", { class: "block rich" }, richText(block)),
  section,
  table,
};

export function blockNode(block, use) {
  const render = RENDER[block.type];
  return render ? render(block, use) : h("p", { class: "block faint" }, `(the playground does not show ${block.type} blocks)`);
}

/** Nodes for blocks. */
export const blockNodes = (blocks, use) => blocks.map((block) => blockNode(block, use));

/** Nodes for a message's content: its blocks, or its text. */
export function content(message, use) {
  if (message.blocks?.length) return blockNodes(message.blocks, use);
  return h("div", { class: "block" }, mrkdwn(message.text ?? ""));
}
