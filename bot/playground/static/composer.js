// The message box: Enter sends, / offers the commands, @ offers names.

import { h, trouble } from "./dom.js";
import { menuButton } from "./menu.js";
import { names } from "./names.js";
import { act } from "./server.js";

let boxes = 0;
const MAX_FILE = 20 * 1024 * 1024;

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return { name: file.name, data: btoa(text) };
}

function suggestions(text, room, inThread) {
  const command = text.match(/^\/(\S*)$/);
  if (command && !inThread) {
    return room.commands.filter((one) => one.command.startsWith(`/${command[1]}`))
      .map((one) => ({ whole: `${one.command} `, label: one.command, note: [one.usage_hint, one.description].filter(Boolean).join(" · ") }));
  }
  const name = text.match(/(^|\s)@([\w.-]*)$/);
  if (!name) return [];
  return names.everybody().filter((one) => one.name.startsWith(name[2].toLowerCase()))
    .map((one) => ({ whole: `${text.slice(0, text.length - name[2].length)}${one.name} `, label: `@${one.name}`, note: one.title }));
}

/** A message box. `where()` gives {channel, thread_ts?}; `room()` the newsroom; `label` is what it is called. */
export function composer({ where, room, label, id, sent, also }) {
  const number = (boxes += 1);
  const list = h("ul", { role: "listbox", id: `suggestions-${number}`, class: "suggestions", "aria-label": "Suggestions", hidden: true });
  const field = h("textarea", {
    id, rows: "2", placeholder: label, "aria-label": label, role: "combobox", "aria-expanded": "false",
    "aria-controls": list.id, "aria-autocomplete": "list",
  });
  const picked = h("ul", { class: "picked" });
  const chooser = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files" });
  const everywhere = h("input", { type: "checkbox" });
  let files = [];
  let offers = [];
  let place = 0;

  function offer() {
    offers = suggestions(field.value.slice(0, field.selectionStart), room(), Boolean(where().thread_ts));
    place = 0;
    draw();
  }
  function draw() {
    list.hidden = !offers.length;
    field.setAttribute("aria-expanded", String(offers.length > 0));
    list.replaceChildren(...offers.map((one, index) => h("li", {
      role: "option", id: `suggestion-${number}-${index}`, "aria-selected": String(index === place),
      onmousedown: (event) => { event.preventDefault(); take(index); },
    }, h("strong", {}, one.label), h("span", { class: "faint" }, one.note ?? ""))));
    if (offers.length) field.setAttribute("aria-activedescendant", `suggestion-${number}-${place}`);
    else field.removeAttribute("aria-activedescendant");
  }
  function take(index) {
    const rest = field.value.slice(field.selectionStart);
    field.value = offers[index].whole + rest;
    field.setSelectionRange(offers[index].whole.length, offers[index].whole.length);
    offers = [];
    draw();
    field.focus();
  }
  function showFiles() {
    picked.replaceChildren(...files.map((file, index) => h("li", {}, `📄 ${file.name} `,
      h("button", { type: "button", class: "plain", "aria-label": `Remove ${file.name}`, onclick: () => { files.splice(index, 1); showFiles(); } }, "✕"))));
  }
  async function send() {
    const text = field.value.trim();
    if (!text && !files.length) return;
    const kept = { text: field.value, files };
    const body = { ...where(), text, broadcast: everywhere.checked };
    const command = text.match(/^(\/[\w-]+)(?:\s+([\s\S]*))?$/);
    if (command && !files.length && room().commands.every((one) => one.command !== command[1])) {
      trouble(`${command[1]} is not a command here. Type / to see those that are.`);
      return;
    }
    if (command && body.thread_ts) {
      trouble("Slack does not run commands in threads. Use the channel's message box.");
      return;
    }
    field.value = "";
    everywhere.checked = false;
    field.focus();
    offers = [];
    draw();
    if (files.length) body.files = await Promise.all(files.map(encoded));
    files = [];
    showFiles();
    const answer = command
      ? await act("command", { channel: body.channel, command: command[1], text: command[2] ?? "" })
      : await act("post", body);
    if (!answer && !field.value && !command) {
      field.value = kept.text;
      files = kept.files;
      showFiles();
    }
    if (answer) sent?.(answer);
  }

  field.addEventListener("input", offer);
  field.addEventListener("blur", () => { offers = []; draw(); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offers.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      place = (place + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length;
      draw();
    } else if (offers.length && (event.key === "Tab" || (event.key === "Enter" && offers[place].whole.trim() !== field.value.trim()))) {
      event.preventDefault();
      take(place);
    } else if (offers.length && event.key === "Escape") {
      offers = [];
      draw();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  chooser.addEventListener("change", () => {
    const large = [...chooser.files].filter((file) => file.size > MAX_FILE);
    if (large.length) trouble(`${large[0].name} is larger than 20 MB.`);
    files.push(...[...chooser.files].filter((file) => file.size <= MAX_FILE));
    chooser.value = "";
    showFiles();
    field.focus();
  });
  const bolt = menuButton({ class: "tool", "aria-label": "Shortcuts", title: "Shortcuts" }, "⚡", () =>
    room().shortcuts.filter((one) => one.type === "global").map((one) => ({
      label: one.name, note: one.description, run: () => act("shortcut", { callback_id: one.callback_id, channel: where().channel }),
    })));
  return h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } }, list, field, picked,
    h("div", { class: "composer-bar" },
      h("button", { type: "button", class: "tool", "aria-label": "Attach a file", title: "Attach a file", onclick: () => chooser.click() }, "📎"),
      bolt, chooser, also ? h("label", { class: "also" }, everywhere, also) : null,
      h("span", { class: "faint hint-keys" }, also ? "" : "Enter sends, Shift+Enter starts a new line"),
      h("button", { type: "submit", class: "btn primary" }, "Send")));
}
