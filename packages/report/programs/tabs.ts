/** Buttons that switch between panels. */
import { all, press } from "./dom.ts"

/** Keeps in the page's address what a reader chose, where it has a name, so that the address leads there again. */
const keep = ({ id }: HTMLElement): void => {
  if (id !== "") history.replaceState(null, "", `#${id}`)
}

/** Lets the buttons of an element with `data-tabs` show its panels, the first at once. Tabs within tabs are their own. */
export const tabs = (view: HTMLElement): void => {
  const mine = (selector: string) => all(view, selector).filter((e) => e.closest("[data-tabs]") === view)
  const buttons = mine("[data-tab]"), panels = mine("[data-panel]")
  const show = (chosen: HTMLElement): void => {
    buttons.forEach((button) => press(button, button === chosen))
    panels.forEach((panel) => panel.classList.toggle("shown", panel.dataset["panel"] === chosen.dataset["tab"]))
  }
  buttons.forEach((button) =>
    button.addEventListener("click", (event) => {
      show(button)
      const panel = panels.find((one) => one.dataset["panel"] === button.dataset["tab"])
      // A click by the page itself, on the way to an address, changes none.
      if (event.isTrusted && panel !== undefined) keep(panel)
    })
  )
  if (buttons[0] !== undefined) show(buttons[0])
}
