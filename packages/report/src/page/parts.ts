/**
 * What the sections of the page are built from: tables, figures, switches.
 */
import { type Html, html, raw, type Value } from "./html.ts"

/** A table: heads, then rows; the first column names the row. */
export interface Table {
  readonly caption: string
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<Value>>
  readonly notes?: ReadonlyArray<string>
}

/** Longer texts are sentences, which may be broken into lines. */
const SENTENCE = 40

/** A number, its interval, and what follows. */
const RANGE = /^(\S+) (\(\S+ to \S+\))(.*)$/

const bodyCell = (cell: Value): Html => {
  const [, value, range, rest] = typeof cell === "string" ? RANGE.exec(cell) ?? [] : []
  // Where there is little room, the interval stands below its number.
  if (range !== undefined) return html`<td class="range">${value} <span>${range}</span>${rest}</td>`
  return typeof cell === "string" && cell.length > SENTENCE
    ? html`<td class="long">${cell}</td>`
    : html`<td>${cell}</td>`
}

const bodyRow = ([first, ...rest]: ReadonlyArray<Value>): Html =>
  html`<tr><th scope="row">${first}</th>${rest.map(bodyCell)}</tr>\n`

/** A table that scrolls within itself where it is wider than the screen. */
export const table = ({ caption, head, notes = [], rows }: Table): Html =>
  html`<p class="caption">${caption}</p>
<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>
${rows.map(bodyRow)}</tbody></table></div>
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}`

/** What is folded away until somebody asks. */
export const details = (summary: string, content: Value): Html =>
  html`<details><summary>${summary}</summary>${content}</details>\n`

/** A drawing in two widths, for screens and for phones; the page shows one of them. */
export interface Drawing {
  readonly wide: string
  readonly narrow: string
}

/** A drawing with its caption, and its numbers as a table folded below, unless the table stands beside it. */
export const figure = ({ narrow, wide }: Drawing, caption: Value, numbers?: Table): Html =>
  html`<figure><div class="wide">${raw(wide)}</div><div class="narrow">${raw(narrow)}</div>
<figcaption>${caption}</figcaption>
${numbers !== undefined && details("Table", table(numbers))}</figure>
`

/** A heading that can be linked: its sign leads to itself. */
export const heading = (id: string, title: string): Html =>
  html`<h3 id="${id}">${title}<a class="self" href="#${id}" aria-label="Link to: ${title}">#</a></h3>`

/** A panel; one with an `id` can be linked, and is what the page's address names once it is chosen. */
export interface Panel {
  readonly id?: string
  readonly title: string
  readonly content: Html
}

/** Panels of which one is shown at a time; without scripts all are. */
export const tabs = (name: string, label: string, panels: ReadonlyArray<Panel>): Html => {
  if (panels.length === 1) return panels[0]!.content
  const buttons = panels.map(({ title }, i) =>
    html`<button type="button" data-tab="${i}" aria-pressed="${i === 0 ? "true" : "false"}">${title}</button>`
  )
  return html`<div class="tabs" data-tabs="${name}"><div class="switch" role="group" aria-label="${label}">${buttons}</div>
${
    panels.map(({ content, id, title }, i) =>
      html`<div class="panel" data-panel="${i}"${
        id !== undefined && html` id="${id}"`
      }><p class="of">${title}</p>${content}</div>\n`
    )
  }</div>`
}

/** A section of the page. */
export const section = (id: string, title: string, content: Value): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}<a class="self" href="#${id}" aria-label="Link to: ${title}">#</a></h2>
${content}</section>
`
