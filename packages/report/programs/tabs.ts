/** Buttons that switch between panels. */
import { all, press } from "./dom.ts"

/** Lets the buttons of an element with `data-tabs` show its panels, the first at once. Tabs within tabs are their own. */
export const tabs = (view: HTMLElement): void => {
  const mine = (selector: string) => all(view, selector).filter((e) => e.closest("[data-tabs]") === view)
  const buttons = mine("[data-tab]"), panels = mine("[data-panel]")
  const show = (chosen: HTMLElement): void => {
    buttons.forEach((button) => press(button, button === chosen))
    panels.forEach((panel) => panel.classList.toggle("shown", panel.dataset["panel"] === chosen.dataset["tab"]))
  }
  buttons.forEach((button) => button.addEventListener("click", () => show(button)))
  if (buttons[0] !== undefined) show(buttons[0])
}
