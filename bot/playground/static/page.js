// The page: what is open, and keeping it fresh.

import { blockNodes } from "./blocks.js";
import { composer } from "./composer.js";
import { at, h, reconcile } from "./dom.js";
import { messageItem } from "./messages.js";
import { refreshModal, viewUse } from "./modal.js";
import { names } from "./names.js";
import * as server from "./server.js";
import { markSeen, sidebar } from "./sidebar.js";

const state = { room: null, channel: null, thread: null, tab: "messages", home: null, untouched: true };
const current = () => state.room.channels.find((channel) => channel.id === state.channel);

/** Draw the messages; who was at the end of the list stays there, or is taken to the start of what is new. */
function show(list, messages, place, statuses) {
  const box = list.parentElement;
  const empty = !list.querySelector("[data-key]");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const last = list.lastElementChild?.dataset.key;
  const items = messages.map((message) => ({ message, status: statuses(message), me: state.room.me }));
  reconcile(list, items, (item) => item.message.ts, (item) => messageItem(item.message, place, state.room, item.status));
  if (empty) box.scrollTop = place.openThread ? box.scrollHeight : 0;
  else if (atEnd) box.scrollTop = list.lastElementChild?.dataset.key === last ? box.scrollHeight : endOf(list, box);
}

/** How far to scroll to see the last message: all of it, or its start where it is taller than the box. */
function endOf(list, box) {
  const item = list.lastElementChild;
  return item && item.offsetHeight > box.clientHeight ? item.offsetTop : box.scrollHeight;
}

async function refreshRoom() {
  state.room = await server.newsroom();
  names.learn(state.room);
  state.channel ??= state.room.channels[0].id;
  if (!current()) state.channel = state.room.channels[0].id;
  drawSidebar();
}

function drawSidebar() {
  const focused = document.activeElement?.dataset?.focus;
  const inside = at("sidebar").contains(document.activeElement);
  at("sidebar").replaceChildren(...sidebar(state.room, state.channel, go).flat(Infinity));
  if (inside && focused) at("sidebar").querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

async function refreshChannel() {
  const id = state.channel;
  const shown = await server.channel(id);
  if (id !== state.channel) return;
  const channel = current();
  channel.latest = shown.messages.filter((message) => !message.is_ephemeral).at(-1)?.ts ?? channel.latest;
  markSeen(channel);
  const place = { channel: id, openThread };
  show(at("messages"), shown.messages, place, (message) => shown.statuses[message.ts] ?? null);
  if (state.untouched && !state.thread && innerWidth > 800) showAnswer(shown.messages);
  if (!shown.messages.length) at("messages").replaceChildren(h("li", { class: "empty" }, emptyWords(channel)));
}

/** At first sight, before anything was clicked: open the latest thread in which the bot answered. */
function showAnswer(messages) {
  const answered = messages.filter((message) => message.reply_users?.includes(state.room.bot)).at(-1);
  if (answered) openThread(answered.ts, false);
}

function emptyWords(channel) {
  if (channel.kind === "im") return "Send nutgraf a link, or paste a story. Questions about it go into its thread.";
  if (!channel.with_bot) return "nutgraf is not in this channel.";
  return "Nothing here yet. Post a link to one of the sample stories.";
}

async function refreshThread() {
  if (!state.thread) return;
  const { channel, thread } = state;
  try {
    const shown = await server.thread(channel, thread);
    if (thread !== state.thread) return;
    show(at("thread-messages"), shown.messages, { channel }, () => null);
    at("thread-status").textContent = shown.status ? `${state.room.app} ${shown.status}` : "";
  } catch {
    closeThread();
  }
}

function openThread(ts, focus = true) {
  if (focus) state.untouched = false;
  state.thread = ts;
  at("thread-messages").replaceChildren();
  at("thread").hidden = false;
  document.body.classList.add("with-thread");
  remember();
  refreshThread().then(() => { if (focus) at("thread-name").focus(); });
}

function closeThread() {
  state.untouched = false;
  const ts = state.thread;
  state.thread = null;
  at("thread").hidden = true;
  document.body.classList.remove("with-thread");
  remember();
  at(`m${ts}`)?.querySelector("[data-focus=thread]")?.focus();
}

function remember() {
  history.replaceState(null, "", `#${state.channel}${state.thread ? `/${state.thread}/${state.thread}` : ""}`);
}

function go(id) {
  state.untouched = false;
  state.channel = id;
  state.tab = "messages";
  showSidebar(false);
  if (state.thread) closeThread();
  at("messages").replaceChildren();
  remember();
  drawSidebar();
  drawChannel();
  at("composer-text").focus();
}

function drawChannel() {
  const channel = current();
  const label = channel.kind === "im" ? channel.name : `#${channel.name}`;
  at("channel-name").textContent = label;
  at("channel-topic").textContent = channel.topic;
  document.title = `${label} · nutgraf playground`;
  at("composer-text").placeholder = `Message ${label}`;
  at("composer-text").setAttribute("aria-label", `Message ${label}`);
  drawTabs(channel);
  refreshChannel();
}

function drawTabs(channel) {
  const tabs = at("tabs");
  tabs.hidden = channel.kind !== "im" || !state.room.home_tab;
  const tab = (name, label) => h("button", {
    type: "button", role: "tab", "aria-selected": String(state.tab === name), class: "plain",
    onclick: () => { state.tab = name; drawTabs(channel); },
  }, label);
  tabs.replaceChildren(tab("messages", "Messages"), tab("home", "Home"));
  const home = channel.kind === "im" && state.tab === "home";
  at("home").hidden = !home;
  at("messages").parentElement.hidden = home;
  at("composer").hidden = home;
  if (channel.kind === "im") server.act("open_home", { tab: state.tab });
  if (home) drawHome();
}

function drawHome() {
  const home = state.home;
  at("home").replaceChildren(...(home ? blockNodes(home.blocks, viewUse(true)) : [h("p", { class: "faint" }, "nutgraf shows nothing here.")]));
}

async function refreshViews() {
  const home = await refreshModal();
  if (JSON.stringify(home) === JSON.stringify(state.home)) return;
  state.home = home;
  if (state.tab === "home") drawHome();
}

const waiting = new Set();
let busy = false;
async function refresh(...what) {
  what.forEach((one) => waiting.add(one));
  if (busy) return;
  busy = true;
  try {
    while (waiting.size) {
      const now = new Set(waiting);
      waiting.clear();
      if (now.has("room")) await refreshRoom();
      if (now.has("channel")) await refreshChannel();
      if (now.has("thread")) await refreshThread();
      if (now.has("views")) await refreshViews();
    }
  } catch (problem) {
    console.warn(problem);
  } finally {
    busy = false;
  }
}

function heard(change) {
  if (change.kind === "channel") refresh("room", ...(change.channel === state.channel ? ["channel", "thread"] : []));
  else if (change.kind === "views") refresh("views");
  else if (change.kind === "socket") refresh("room");
  else refresh("room", "channel", "thread", "views");
}

async function follow() {
  const [channel, ts, thread] = location.hash.slice(1).split("/");
  if (ts) state.untouched = false;
  if (state.room.channels.some((one) => one.id === channel)) state.channel = channel;
  drawSidebar();
  drawChannel();
  await refreshChannel();
  if (thread) openThread(thread);
  const place = at(`m${thread || ts}`);
  place?.scrollIntoView({ block: "center" });
  place?.classList.add("pointed");
}

const bottom = (list) => () => {
  const box = at(list).parentElement;
  box.scrollTop = box.scrollHeight;
};
at("composer").append(composer({
  where: () => ({ channel: state.channel }), room: () => state.room, label: "Message", id: "composer-text", sent: bottom("messages"),
}));
at("thread-composer").append(composer({
  where: () => ({ channel: state.channel, thread_ts: state.thread }), room: () => state.room, label: "Reply", id: "thread-text", also: "Also send to the channel", sent: bottom("thread-messages"),
}));
at("close-thread").addEventListener("click", closeThread);
at("thread").addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) closeThread(); });
function showSidebar(shown) {
  document.body.classList.toggle("with-sidebar", shown);
  at("show-sidebar").setAttribute("aria-expanded", String(shown));
  if (shown) at("sidebar").querySelector("button")?.focus();
}
at("show-sidebar").addEventListener("click", (event) => {
  event.stopPropagation();
  showSidebar(!document.body.classList.contains("with-sidebar"));
});
at("channel").addEventListener("click", () => showSidebar(false));
at("sidebar").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  showSidebar(false);
  at("show-sidebar").focus();
});
window.addEventListener("hashchange", follow);
await refreshRoom();
await follow();
await server.act("close", { everything: true }); // a modal does not outlive the page it was opened on
server.listen(heard);
