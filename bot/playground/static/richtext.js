// The rich_text block as DOM nodes.

import { date } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { names } from "./names.js";

const STYLES = [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["highlight", "mark"], ["code", "code"]];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function element(part) {
  switch (part.type) {
    case "text": return styled(part.text, part.style);
    case "link": return link(part.url, styled(part.text || part.url, part.style));
    case "user": return h("span", { class: "mention" }, `@${names.user(part.user_id)}`);
    case "usergroup": return h("span", { class: "mention" }, `@${part.usergroup_id}`);
    case "channel": return h("span", { class: "mention" }, `#${names.channel(part.channel_id) || part.channel_id}`);
    case "team": return h("span", { class: "mention" }, part.team_id);
    case "broadcast": return h("span", { class: "mention call" }, `@${part.range}`);
    case "emoji": return emoji(part.name);
    case "color": return h("code", {}, part.value);
    case "date": {
      const words = date(part.timestamp, part.format) || part.fallback || "";
      return part.url ? link(part.url, styled(words, part.style)) : styled(words, part.style);
    }
    default: return "";
  }
}

const inline = (elements) => elements.map(element);

function list(part) {
  const items = part.elements.map((item) => h("li", {}, inline(item.elements)));
  const attributes = { class: `indent-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null };
  return h(part.style === "ordered" ? "ol" : "ul", attributes, items);
}

/** Nodes for a rich_text block. */
export function richText(block) {
  return block.elements.map((part) => {
    switch (part.type) {
      case "rich_text_section": return h("div", { class: "lines" }, inline(part.elements));
      case "rich_text_quote": return h("blockquote", {}, inline(part.elements));
      case "rich_text_preformatted": return h("pre", {}, inline(part.elements));
      case "rich_text_list": return list(part);
      default: return "";
    }
  });
}
