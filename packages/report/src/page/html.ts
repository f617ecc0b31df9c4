/**
 * Text into HTML, escaped unless it says that it is HTML already.
 */
import { visible, visibleLines } from "@marginalia/core/Visible"

/** Text that is HTML. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What a template takes. Nothing is printed for `undefined` and `false`. */
export type Value = string | number | Html | undefined | false | ReadonlyArray<Value>

/** Text as it stands in HTML and XML, also between quotes; what is not a visible character is written out. */
export const escape = (text: string): string =>
  visibleLines(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;")
    .replaceAll("'", "&#39;")

const print = (value: Value): string => {
  if (value === undefined || value === false) return ""
  if (value instanceof Html) return value.text
  return typeof value === "object" ? value.map(print).join("") : escape(String(value))
}

/** A piece of a page; values are escaped. */
export const html = (strings: TemplateStringsArray, ...values: ReadonlyArray<Value>): Html =>
  new Html(strings.map((text, i) => text + (i < values.length ? print(values[i]) : "")).join(""))

/** HTML that somebody else made: an SVG, say. */
export const raw = (text: string): Html => new Html(text)

const shown = (_: string, value: unknown): unknown => typeof value === "string" ? visible(value) : value

/** JSON that may stand in a script element, its texts as {@link escape} shows them. */
export const json = (value: unknown): Html => raw(JSON.stringify(value, shown).replaceAll("<", "\\u003c"))
