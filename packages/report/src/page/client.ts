/**
 * What moves on the page: switches between panels, and curves that step forward. Runs in the reader's browser.
 */

/** The script, in the JavaScript that browsers have had for years; it knows nothing but the page. */
export const client = String.raw`
"use strict";
document.documentElement.classList.add("js");
const all = (from, selector) => Array.from(from.querySelectorAll(selector));
const press = (buttons, which) => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b === which)));

for (const tabs of all(document, "[data-tabs]")) {
  const mine = (selector) => all(tabs, selector).filter((e) => e.closest("[data-tabs]") === tabs);
  const buttons = mine("[data-tab]"), panels = mine("[data-panel]");
  const show = (button) => {
    press(buttons, button);
    panels.forEach((p) => p.classList.toggle("shown", p.dataset.panel === button.dataset.tab));
  };
  buttons.forEach((b) => b.addEventListener("click", () => show(b)));
  if (buttons[0]) show(buttons[0]);
}

for (const view of all(document, "[data-highlight]")) {
  const buttons = all(view, "[data-series]");
  const chosen = new Set();
  const draw = (extra) => {
    const on = extra === undefined ? chosen : new Set([...chosen, extra]);
    view.classList.toggle("dim", on.size > 0);
    all(view, ".s").forEach((e) => e.classList.toggle("on", [...on].some((s) => e.classList.contains(s))));
  };
  for (const button of buttons) {
    const series = button.dataset.series;
    button.addEventListener("click", () => {
      if (!chosen.delete(series)) chosen.add(series);
      buttons.forEach((b) => b.setAttribute("aria-pressed", String(chosen.has(b.dataset.series))));
      draw();
    });
    button.addEventListener("pointerenter", (e) => e.pointerType === "mouse" && draw(series));
    button.addEventListener("pointerleave", () => draw());
  }
}
`
