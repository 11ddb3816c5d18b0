// The channels, the direct message with the bot, and who one is.

import { h } from "./dom.js";
import { me } from "./server.js";

const seen = new Map();
const sign = (channel) => ({ im: "●", group: "🔒", channel: "#" })[channel.kind];

/** Note that the person has seen everything in this channel. */
export function markSeen(channel) {
  seen.set(channel.id, channel.latest);
}

function entry(channel, open, go) {
  const unread = seen.has(channel.id) && seen.get(channel.id) !== channel.latest && channel.id !== open;
  const said = [channel.kind === "group" ? "private" : "", channel.archived ? "archived" : "", unread ? "unread" : ""].filter(Boolean).join(", ");
  return h("li", {}, h("button", {
    type: "button", class: `channel-link ${unread ? "unread" : ""}`, "aria-current": channel.id === open ? "page" : null,
    "data-focus": channel.id, onclick: () => go(channel.id),
  }, h("span", { class: "sign", "aria-hidden": "true" }, sign(channel)), channel.name, said ? h("span", { class: "unseen" }, ` (${said})`) : null));
}

/** What stands in the sidebar. */
export function sidebar(room, open, go) {
  for (const channel of room.channels) if (!seen.has(channel.id)) seen.set(channel.id, channel.latest);
  const part = (title, kinds) => [
    h("h2", {}, title),
    h("ul", {}, room.channels.filter((channel) => kinds.includes(channel.kind)).map((channel) => entry(channel, open, go))),
  ];
  const who = h("select", {
    id: "who", onchange: (event) => { me.name = event.target.value; location.reload(); },
  }, room.users.filter((user) => !user.is_bot).map((user) => h("option", { value: user.name, selected: user.id === room.me }, `${user.real_name}, ${user.title}`)));
  return [
    h("p", { class: "team" }, room.team),
    part("Channels", ["channel", "group"]),
    part("Apps", ["im"]),
    h("p", { class: `connection ${room.connected ? "on" : "off"}`, role: "status" }, room.connected ? `${room.app} is connected` : `${room.app} is not connected`),
    h("div", { class: "who" }, h("label", { for: "who" }, "You are"), who),
  ];
}
