/** The place that the page's address names. */
import { all } from "./dom.ts"

/** Opens what hides an element: panels that are not shown, and what is folded away. */
const reveal = (element: Element): void => {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true
    const number = at instanceof HTMLElement ? at.dataset["panel"] : undefined, view = at.closest("[data-tabs]")
    if (number === undefined || view === null) continue
    all(view, `[data-tab="${number}"]`).find((button) => button.closest("[data-tabs]") === view)?.click()
  }
}

/** Goes to what the address names, as soon as it does. */
export const follow = (): void => {
  const go = (): void => {
    const target = location.hash === "" ? null : document.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)
    if (target === null) return
    reveal(target)
    target.scrollIntoView()
  }
  addEventListener("hashchange", go)
  go()
}
