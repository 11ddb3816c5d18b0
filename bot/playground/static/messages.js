// One message: who, when, what, and what can be done with it.

import { content } from "./blocks.js";
import { asked, confirmed } from "./dialog.js";
import { clock, h, link } from "./dom.js";
import { emoji, QUICK } from "./emoji.js";
import { menuButton } from "./menu.js";
import { colour, initials, names } from "./names.js";
import { act } from "./server.js";

function use(place, message) {
  return {
    fields: new Map(),
    live: true,
    press: (action_id, chosen) => act("press", { channel: place.channel, ts: message.ts, action_id, chosen }),
  };
}

function author(message) {
  if (message.username) return message.username;
  return names.user(message.user);
}

function files(message) {
  return (message.files ?? []).map((file) => {
    const url = `/page/file/${file.id}`;
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.mimetype)) return h("img", { src: url, alt: file.title, class: "picture", loading: "lazy" });
    return h("a", { href: url, class: "file", download: file.name }, `📄 ${file.title} `, h("small", {}, `${file.pretty_type}, ${Math.ceil(file.size / 1024)} KB`));
  });
}

function previews(message) {
  return (message.attachments ?? []).map((one) => h("div", { class: "preview" },
    one.title_link ? link(one.title_link, one.title ?? one.title_link) : one.title, one.text ? h("div", {}, one.text) : null));
}

function reactions(place, message, me) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((one) => h("button", {
    type: "button", class: `reaction ${one.users.includes(me) ? "mine" : ""}`, "aria-pressed": String(one.users.includes(me)),
    "aria-label": `${one.name}, ${one.count}: ${one.users.map(names.user).join(", ")}`, title: one.users.map(names.user).join(", "),
    onclick: () => act("react", { channel: place.channel, ts: message.ts, name: one.name }),
  }, `${emoji(one.name)} ${one.count}`)));
}

async function edit(place, message) {
  const plain = message.text.replace(/<(https?:[^|>]+)(\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const text = await asked({ title: "Edit message", label: "Your message", value: plain });
  if (text !== null) act("edit", { channel: place.channel, ts: message.ts, text });
}

async function remove(place, message) {
  const sure = await confirmed({ title: "Delete message", text: "This cannot be undone.", confirm: "Delete", danger: true });
  if (sure) act("delete", { channel: place.channel, ts: message.ts });
}

function tools(place, message, room) {
  const react = menuButton({ class: "tool", "aria-label": "React", title: "React" }, "☺", () => QUICK.map((name) => ({
    label: `${emoji(name)} ${name.replaceAll("_", " ")}`, run: () => act("react", { channel: place.channel, ts: message.ts, name }),
  })));
  const more = menuButton({ class: "tool", "aria-label": "More actions", title: "More actions" }, "⋯", () => [
    ...room.shortcuts.filter((one) => one.type === "message").map((one) => ({
      label: one.name, note: room.app, run: () => act("message_shortcut", { channel: place.channel, ts: message.ts, callback_id: one.callback_id }),
    })),
    { label: "Copy link", run: () => navigator.clipboard.writeText(`${location.origin}/archives/${place.channel}/p${message.ts.replace(".", "")}`) },
    ...(message.user === room.me ? [
      { label: "Edit message", run: () => edit(place, message) },
      { label: "Delete message", danger: true, run: () => remove(place, message) },
    ] : []),
  ]);
  const reply = place.openThread ? h("button", {
    type: "button", class: "tool", "aria-label": "Reply in thread", title: "Reply in thread", "data-focus": "reply",
    onclick: () => place.openThread(message.thread_ts ?? message.ts),
  }, "💬") : null;
  return h("div", { class: "tools", role: "group", "aria-label": "Message actions" }, react, reply, more);
}

function threadLine(place, message) {
  if (!message.reply_count || !place.openThread) return null;
  const count = message.reply_count;
  return h("button", {
    type: "button", class: "thread-line", "data-focus": "thread", onclick: () => place.openThread(message.ts),
  }, h("span", { class: "faces", "aria-hidden": "true" }, message.reply_users.slice(0, 3).map((id) => face(id, names.user(id), "small"))),
  h("strong", {}, `${count} ${count === 1 ? "reply" : "replies"}`), h("span", { class: "faint" }, " last reply ", clock(message.latest_reply)));
}

const face = (id, name, size = "") => h("span", { class: `avatar colour-${colour(id)} ${size}`, "aria-hidden": "true" }, initials(name));

/** A list item for a message. `place`: {channel, openThread?}; `room`: the newsroom. */
export function messageItem(message, place, room, status) {
  const gone = message.subtype === "tombstone";
  const name = author(message);
  const bot = Boolean(message.bot_id) || names.person(message.user)?.is_bot;
  const joined = message.subtype === "thread_broadcast" && place.openThread;
  return h("li", { class: `message ${message.is_ephemeral ? "whispered" : ""}`, id: place.openThread ? `m${message.ts}` : null, tabindex: "-1" },
    face(message.user ?? name, gone ? "?" : name),
    h("div", { class: "message-body" },
      message.is_ephemeral ? h("p", { class: "only-you" }, "👁 Only visible to you") : null,
      h("div", { class: "message-head" }, gone ? null : h("strong", { class: "author" }, name), bot && !gone ? h("span", { class: "app-badge" }, "App") : null, clock(message.ts)),
      joined ? h("p", { class: "faint" }, "replied to a thread") : null,
      h("div", { class: `content ${gone ? "faint" : ""}` }, content(message, use(place, message)),
        message.edited && !gone ? h("span", { class: "edited" }, "(edited)") : null),
      files(message), previews(message), reactions(place, message, room.me), threadLine(place, message),
      status ? h("p", { class: "status", role: "status" }, h("span", { class: "dots", "aria-hidden": "true" }, "●●●"), `${room.app} ${status}`) : null),
    message.is_ephemeral || gone ? null : tools(place, message, room));
}
