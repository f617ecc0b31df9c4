/** Finding and making elements. */

/** An element that a script of the page handles: of HTML, or of a drawing. */
export type Shown = HTMLElement | SVGElement

/** The elements below one. */
export const all = <E extends Element = HTMLElement>(from: ParentNode, selector: string): Array<E> =>
  Array.from(from.querySelectorAll<E>(selector))

/** The element that the page has: its writer and its scripts come as one. */
export const one = <E extends Element = HTMLElement>(from: ParentNode, selector: string): E => {
  const found = from.querySelector<E>(selector)
  if (found === null) throw new Error(`the page has no ${selector}`)
  return found
}

type Attributes = { readonly [name: string]: string | number }

const fill = <E extends Element>(element: E, attributes: Attributes, text?: string): E => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  if (text !== undefined) element.textContent = text
  return element
}

/** A new element of HTML. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  text?: string
): HTMLElementTagNameMap[K] => fill(document.createElement(name), attributes, text)

/** A new element of a drawing. */
export const draw = <K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes,
  text?: string
): SVGElementTagNameMap[K] => fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, text)

/** Shows a button as pressed or not. */
export const press = (button: Element, pressed: boolean): void => button.setAttribute("aria-pressed", String(pressed))
