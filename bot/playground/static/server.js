// Talking to the playground's server: what is shown, what is done, and what changed.

import { trouble } from "./dom.js";

export const me = {
  get name() { return sessionStorage.getItem("playground-user") ?? "ana"; },
  set name(value) { sessionStorage.setItem("playground-user", value); },
};

async function get(path) {
  const response = await fetch(`${path}?user=${encodeURIComponent(me.name)}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export const newsroom = () => get("/page/newsroom");
export const channel = (id) => get(`/page/channel/${encodeURIComponent(id)}`);
export const thread = (id, ts) => get(`/page/thread/${encodeURIComponent(id)}/${encodeURIComponent(ts)}`);
export const views = () => get("/page/views");

/** Do something; a failure is told on the page and comes back as null. */
export async function act(action, body = {}) {
  try {
    const response = await fetch("/page/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...body, action, user: me.name }),
    });
    const answer = await response.json();
    if (answer.ok) return answer;
    trouble(answer.error);
  } catch {
    trouble("The playground does not answer. Is it still running?");
  }
  return null;
}

/** Call `heard` with every change, and with {kind: "all"} whenever the connection is made: what was before is not told. */
export function listen(heard) {
  const source = new EventSource(`/page/changes?user=${encodeURIComponent(me.name)}`);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onopen = () => heard({ kind: "all" });
}
