// Building the page out of elements: nothing that comes from a message is ever parsed as HTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "multiple", "required", "open"]);

/** An element with attributes, listeners (`onclick` …), classes and children; null and false children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The element with this id. */
export const at = (id) => document.getElementById(id);

/** A link that opens in a new tab; anything but a web or mail address becomes plain text. */
export function link(url, ...children) {
  const safe = /^(https?:|mailto:)/i.test(url);
  const content = children.length ? children : [url];
  return safe ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...content) : h("span", {}, ...content);
}

/** Make `list`'s children show `items`: a child is kept while its item's JSON stays the same, so focus survives. */
export function reconcile(list, items, key, render) {
  const old = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const focused = document.activeElement?.dataset?.focus;
  const wasIn = list.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : null;
  const wanted = items.map((item) => {
    const name = key(item);
    const json = JSON.stringify(item);
    const kept = old.get(name);
    if (kept && kept.dataset.json === json) return kept;
    const made = render(item);
    made.dataset.key = name;
    made.dataset.json = json;
    return made;
  });
  const keep = new Set(wanted);
  for (const child of [...list.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
  if (wasIn && !list.contains(document.activeElement)) {
    const place = wanted.find((child) => child.dataset.key === wasIn);
    const same = focused && place?.querySelector(`[data-focus="${CSS.escape(focused)}"]`);
    (same || place)?.focus?.({ preventScroll: true });
  }
}

/** A time of day in the reader's own form, with the full date as its title. */
export function clock(ts) {
  const moment = new Date(Number(ts) * 1000);
  const words = moment.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return h("time", { datetime: moment.toISOString(), title: moment.toLocaleString() }, words);
}

/** Say in one line what went wrong; it goes away after a while. */
let clearing = 0;
export function trouble(sentence) {
  const line = at("trouble");
  line.textContent = sentence;
  clearTimeout(clearing);
  clearing = setTimeout(() => { line.textContent = ""; }, 8000);
}
