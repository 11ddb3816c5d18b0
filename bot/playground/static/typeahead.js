// A select whose options the app is asked for while a person types: a combobox with a listbox under it, for one or many.

import { h } from "./dom.js";

const PAUSE = 150; // milliseconds without a key, after which the app is asked
let fields = 0;

// A list that closes moves what stands under it. So it stays open while a mouse button or finger is down, lest the
// press miss what it was meant for.
let pressed = false;
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; }, true);

function afterPress(run) {
  if (!pressed) run();
  else addEventListener("pointerup", () => setTimeout(run), { once: true });
}

/** `changed(chosen)` is called where changes are sent at once. */
export function typeahead(part, use, label, changed) {
  const number = (fields += 1);
  const many = part.type.startsWith("multi_");
  const most = many ? part.max_selected_items ?? Infinity : 1;
  const words = part.placeholder?.text ?? "Type to search";
  const name = label ?? words;
  const picked = h("ul", { class: "picks", "aria-label": "Chosen", hidden: true });
  const list = h("div", { role: "listbox", id: `typeahead-${number}`, class: "offers", "aria-label": name, "aria-multiselectable": many ? "true" : null, hidden: true });
  const status = h("p", { class: "offers-status unseen", role: "status" });
  const field = h("input", {
    type: "text", role: "combobox", "aria-label": name, "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
    placeholder: words, autocomplete: "off", "data-action": part.action_id, "data-focus": part.action_id,
  });
  let chosen = [part.initial_options ?? part.initial_option ?? []].flat();
  let groups = [];
  let place = -1;
  let asked = 0;
  let waiting = 0;

  const flat = () => groups.flatMap((group) => group.options);
  const isChosen = (option) => chosen.some((one) => one.value === option.value);
  const optionId = (index) => `typeahead-${number}-${index}`;

  /** What a screen reader is told; `seen` where the list does not show it. */
  function say(sentence, seen) {
    status.textContent = sentence;
    status.classList.toggle("unseen", !seen);
  }

  function drawPicked() {
    if (!many) { field.value = chosen[0]?.text.text ?? field.value; return; }
    picked.hidden = !chosen.length;
    picked.replaceChildren(...chosen.map((option) => h("li", {}, h("span", {}, option.text.text),
      h("button", { type: "button", class: "plain", "aria-label": `Remove ${option.text.text}`, onclick: () => { toggle(option); field.focus(); } }, "✕"))));
  }

  function drawList() {
    let index = -1;
    const row = (option) => {
      const own = (index += 1);
      return h("div", {
        role: "option", id: optionId(own), class: own === place ? "active" : null,
        "aria-selected": String(isChosen(option)), "aria-disabled": chosen.length >= most && many && !isChosen(option) ? "true" : null,
        onmousedown: (event) => { event.preventDefault(); place = own; take(); },
      }, h("span", {}, option.text.text), option.description ? h("small", {}, option.description.text) : null);
    };
    list.replaceChildren(...groups.map((group, at) => (group.label
      ? h("div", { role: "group", "aria-labelledby": `${list.id}-${at}` }, h("div", { class: "offers-label", id: `${list.id}-${at}` }, group.label), group.options.map(row))
      : h("div", { role: "presentation" }, group.options.map(row)))));
    if (place >= 0) field.setAttribute("aria-activedescendant", optionId(place));
    else field.removeAttribute("aria-activedescendant");
    list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }

  function show(open) {
    if (!open) { asked += 1; clearTimeout(waiting); groups = []; place = -1; say("", false); }
    list.hidden = !open || !flat().length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    drawList();
  }

  async function ask() {
    const typed = field.value.trim();
    if (!use.suggest || typed.length < (part.min_query_length ?? 3)) { show(false); return; }
    const mine = (asked += 1);
    const answer = await use.suggest(part.action_id, typed);
    if (mine !== asked || document.activeElement !== field) return;
    groups = answer ?? [];
    const found = flat().length;
    place = found ? 0 : -1;
    show(true);
    const heading = groups.map((group) => group.label).filter(Boolean).join(" ");
    if (answer === null) say("The results could not be loaded.", true);
    else if (!found) say("No results", true);
    else say(heading || `${found} to choose from`, false);
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  }

  function toggle(option) {
    if (isChosen(option)) chosen = chosen.filter((one) => one.value !== option.value);
    else if (!many) chosen = [option];
    else if (chosen.length < most) chosen = [...chosen, option];
    else { say(`At most ${most} can be chosen.`, true); return; }
    drawPicked();
    drawList();
    if (use.live) changed(many ? chosen : chosen[0] ?? null);
  }

  function take() {
    const option = flat()[place];
    if (!option) return;
    toggle(option);
    if (!many) show(false);
    else if (field.value) { field.value = ""; ask(); }
  }

  field.addEventListener("focus", () => { if (many || !chosen.length) ask(); });
  field.addEventListener("click", () => { if (list.hidden) ask(); });
  field.addEventListener("blur", () => afterPress(() => { if (document.activeElement !== field) show(false); }));
  field.addEventListener("input", () => { if (!many) chosen = []; later(); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = flat().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { ask(); return; }
      place = (place + (event.key === "ArrowDown" ? 1 : -1) + all) % all;
      drawList();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.hidden) ask();
      else take();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    } else if (event.key === "Backspace" && many && !field.value && chosen.length) {
      toggle(chosen.at(-1));
    }
  });
  drawPicked();
  use.fields?.set(part.action_id, () => (many ? chosen : chosen[0] ?? null));
  return h("div", { class: "typeahead" }, picked, field, list, status);
}
