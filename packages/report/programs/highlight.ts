/** Curves that step forward. */
import { all, press } from "./dom.ts"

/** Lets the buttons of an element with `data-highlight` bring series forward: while the mouse is over one, and once chosen. */
export const highlight = (view: HTMLElement): void => {
  const buttons = all(view, "[data-series]").map((button) => [button, button.dataset["series"] ?? ""] as const)
  const chosen = new Set<string>()
  const draw = (extra?: string): void => {
    const on = extra === undefined ? [...chosen] : [...chosen, extra]
    view.classList.toggle("dim", on.length > 0)
    all(view, ".s").forEach((e) => e.classList.toggle("on", on.some((series) => e.classList.contains(series))))
  }
  for (const [button, series] of buttons) {
    button.addEventListener("click", () => {
      if (!chosen.delete(series)) chosen.add(series)
      buttons.forEach(([other, name]) => press(other, chosen.has(name)))
      draw()
    })
    button.addEventListener("pointerenter", (e) => {
      if (e.pointerType === "mouse") draw(series)
    })
    button.addEventListener("pointerleave", () => draw())
  }
}
