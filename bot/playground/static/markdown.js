// The markdown block: headings, lists, quotes, emphasis, code and links, as DOM nodes.

import { h, link } from "./dom.js";

const TOKEN = /`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*|\*(?<italic>[^*\s][^*]*)\*|_(?<under>[^_]+)_|~~(?<strike>[^~]+)~~|\[(?<label>[^\]]+)\]\((?<url>[^)\s]+)\)/g;

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const found = match.groups;
    if (found.code) nodes.push(h("code", {}, found.code));
    else if (found.bold) nodes.push(h("strong", {}, inline(found.bold)));
    else if (found.italic || found.under) nodes.push(h("em", {}, inline(found.italic ?? found.under)));
    else if (found.strike) nodes.push(h("s", {}, inline(found.strike)));
    else nodes.push(link(found.url, found.label));
  }
  nodes.push(text.slice(end));
  return nodes;
}

function part(text) {
  const heading = text.match(/^(#{1,6})\s+(.*)$/);
  if (heading) return h("h4", {}, inline(heading[2]));
  const lines = text.split("\n");
  if (lines.every((line) => /^>\s?/.test(line))) return h("blockquote", {}, inline(lines.map((line) => line.replace(/^>\s?/, "")).join("\n")));
  if (lines.every((line) => /^[-*]\s+/.test(line))) return h("ul", {}, lines.map((line) => h("li", {}, inline(line.replace(/^[-*]\s+/, "")))));
  if (lines.every((line) => /^\d+\.\s+/.test(line))) return h("ol", {}, lines.map((line) => h("li", {}, inline(line.replace(/^\d+\.\s+/, "")))));
  if (/^```/.test(text)) return h("pre", {}, text.replace(/^```\w*\n?|\n?```$/g, ""));
  return h("p", { class: "lines" }, inline(text));
}

/** Nodes for a Markdown text. */
export const markdown = (text) => text.trim().split(/\n{2,}/).map(part);
