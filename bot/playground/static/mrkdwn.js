// Slack's mrkdwn as DOM nodes.

import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { date } from "./dates.js";
import { names } from "./names.js";

const TOKEN = new RegExp(
  [
    "```(?<pre>[\\s\\S]+?)```",
    "`(?<code>[^`\\n]+)`",
    "<(?<control>[^<>\\n]+)>",
    "(?<![\\w*])\\*(?<bold>[^*\\n]+)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>[^_\\n]+)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>[^~\\n]+)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
  ].join("|"),
  "g",
);

export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function control(content) {
  const [target, label] = [content.split("|", 1)[0], content.includes("|") ? content.slice(content.indexOf("|") + 1) : ""];
  if (target.startsWith("@")) return h("span", { class: "mention" }, `@${names.user(target.slice(1)) || label}`);
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${names.channel(target.slice(1)) || label}`);
  if (target.startsWith("!date^")) {
    const [, timestamp, format, url] = target.split("^");
    const words = date(Number(timestamp), format) || label;
    return url ? link(unescape(url), words) : h("span", {}, words);
  }
  if (target.startsWith("!")) return h("span", { class: "mention call" }, `@${label || target.slice(1).split("^")[0]}`);
  return link(unescape(target), unescape(label || target));
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(unescape(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const found = match.groups;
    if (found.pre !== undefined) nodes.push(h("pre", {}, unescape(found.pre)));
    else if (found.code !== undefined) nodes.push(h("code", {}, unescape(found.code)));
    else if (found.control !== undefined) nodes.push(control(found.control));
    else if (found.bold !== undefined) nodes.push(h("strong", {}, inline(found.bold)));
    else if (found.italic !== undefined) nodes.push(h("em", {}, inline(found.italic)));
    else if (found.strike !== undefined) nodes.push(h("s", {}, inline(found.strike)));
    else nodes.push(emoji(found.emoji));
  }
  nodes.push(unescape(text.slice(end)));
  return nodes;
}

/** Nodes for a mrkdwn text; lines that begin with > become quotes. */
export function mrkdwn(text) {
  const nodes = [];
  let plain = [];
  let quote = [];
  const flush = () => {
    if (plain.length) nodes.push(h("div", { class: "lines" }, inline(plain.join("\n"))));
    if (quote.length) nodes.push(h("blockquote", {}, inline(quote.join("\n"))));
    [plain, quote] = [[], []];
  };
  let fenced = false;
  for (const line of text.split("\n")) {
    const quoted = !fenced && /^(&gt;|>)\s?/.test(line);
    if (quoted ? plain.length : quote.length) flush();
    (quoted ? quote : plain).push(quoted ? line.replace(/^(&gt;|>)\s?/, "") : line);
    if ((line.match(/```/g) ?? []).length % 2) fenced = !fenced;
  }
  flush();
  return nodes;
}

/** Nodes for a text object: plain_text or mrkdwn. */
export function textObject(text) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text);
  const words = text.emoji === false ? text.text : text.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  return [h("span", { class: "lines" }, words)];
}
