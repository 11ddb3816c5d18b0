// Pop-up menus: one at a time, moved through with the arrow keys, closed with Escape or a click elsewhere.

import { h } from "./dom.js";

let shown = null;

function dismiss(refocus) {
  if (!shown) return;
  const { menu, button } = shown;
  shown = null;
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  if (refocus) button.focus();
}

document.addEventListener("click", (event) => {
  if (shown && !shown.menu.contains(event.target) && !shown.button.contains(event.target)) dismiss(false);
});

function keys(event) {
  const items = [...shown.menu.querySelectorAll("[role=menuitem]")];
  const place = items.indexOf(document.activeElement);
  const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: items.length - 1 };
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    dismiss(true);
  } else if (event.key in moves) {
    event.preventDefault();
    items[(moves[event.key] + items.length) % items.length].focus();
  }
}

/** A button that opens a menu; `entries()` gives [{label, note?, run, danger?}] when it is opened. */
export function menuButton(attributes, face, entries) {
  const button = h("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes }, face);
  button.addEventListener("click", () => {
    const again = shown?.button === button;
    dismiss(false);
    if (again) return;
    const items = entries().map((entry) =>
      h("button", {
        type: "button", role: "menuitem", tabindex: "-1", class: entry.danger ? "danger-text" : null,
        onclick: () => { dismiss(true); entry.run(); },
      }, h("span", {}, entry.label), entry.note ? h("small", {}, entry.note) : null));
    const menu = h("div", { role: "menu", class: "menu", "aria-label": button.getAttribute("aria-label") ?? "Menu", onkeydown: keys }, items);
    shown = { menu, button };
    button.setAttribute("aria-expanded", "true");
    const host = button.closest("dialog") ?? document.body;
    host.append(menu);
    place(menu, button);
    items[0]?.focus();
  });
  return button;
}

function place(menu, button) {
  const box = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8));
  const below = box.bottom + 4;
  const top = below + menu.offsetHeight > innerHeight - 8 ? Math.max(8, box.top - menu.offsetHeight - 4) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
