/** The picks by round, as buttons, and as a table with the reasons. */
import type { Payload, ShownRun } from "../../src/map/shown.ts"
import { make } from "../dom.ts"
import { color } from "./color.ts"
import type { Reachable } from "./plane.ts"
import type { Thumb } from "./thumb.ts"
import { className, type Pick, reasons } from "./words.ts"

/** What is listed: the picks of a run's first rounds. */
export interface Listed {
  readonly data: Payload
  readonly run: ShownRun
  readonly upto: number
}

const buttonOf = (data: Payload, { pick, round }: Pick, thumb: Thumb, reachable: Reachable): Element => {
  const button = make("button", { type: "button", class: "item" })
  const image = thumb(pick.i, false), name = className(data, pick.label), id = data.ids[pick.i]!
  if (image !== undefined) button.append(image)
  button.append(image === undefined ? `${id} ${name}` : name)
  reachable(button, { pick, round }, `item ${id}, ${name}, round ${round}`)
  return button
}

const headOf = (round: number, count: number): Element => {
  const head = make("b", {}, `round ${round}`), dot = make("i", { class: "dot" })
  dot.style.background = color(round, count)
  head.prepend(dot)
  return head
}

/** Lists the rounds anew. */
export const listRounds = (
  place: Element,
  { data, run, upto }: Listed,
  thumb: Thumb,
  reachable: Reachable
): void =>
  place.replaceChildren(
    ...run.rounds.slice(0, upto).map(({ picks }, round) => {
      const batch = make("div", { class: "batch" }), items = make("div")
      items.append(...picks.map((pick) => buttonOf(data, { pick, round }, thumb, reachable)))
      batch.append(headOf(round, run.rounds.length), items)
      return batch
    })
  )

const rowOf = (data: Payload, { pick, round }: Pick): Element => {
  const row = make("tr")
  row.append(make("th", { scope: "row" }, `round ${round}`))
  const cells = [data.ids[pick.i]!, className(data, pick.label), reasons(pick).join("; ")]
  row.append(...cells.map((cell) => make("td", { class: "left" }, cell)))
  return row
}

/** Writes the table anew. */
export const writeTable = (place: Element, { data, run, upto }: Listed): void => {
  const head = make("tr"), table = make("table"), thead = make("thead"), body = make("tbody")
  head.append(...["round", "item", "label", "why"].map((title) => make("th", { scope: "col", class: "left" }, title)))
  thead.append(head)
  body.append(
    ...run.rounds.slice(0, upto).flatMap(({ picks }, round) => picks.map((pick) => rowOf(data, { pick, round })))
  )
  table.append(thead, body)
  place.replaceChildren(table)
}
