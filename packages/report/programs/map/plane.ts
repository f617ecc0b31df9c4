/** The pool in the plane, with the picks. */
import type { Layout, Payload, ShownRun } from "../../src/map/shown.ts"
import { draw } from "../dom.ts"
import { color } from "./color.ts"
import type { Window } from "./window.ts"
import type { Pick } from "./words.ts"

/** A map to draw: the picks of which run, of how many rounds, in which layout. */
export interface Drawn {
  readonly data: Payload
  readonly run: ShownRun
  readonly upto: number
  readonly layout: Layout
  readonly window: Window
  /** The items that the reader selected. */
  readonly selected: ReadonlyArray<number>
}

/** Makes a mark answer to a click. */
export type Reachable = (element: Element, pick: Pick, label: string) => void

const median = (values: Array<number>): number => values.sort((a, b) => a - b)[values.length >> 1]!

const x = ({ places }: Layout, i: number): number => places[2 * i]!
const y = ({ places }: Layout, i: number): number => places[2 * i + 1]!

const poolOf = ({ data, layout }: Drawn): Element =>
  draw("path", { class: "pool", d: data.ids.map((_, i) => `M${x(layout, i)} ${y(layout, i)}h0`).join("") })

const selectedOf = ({ layout, selected }: Drawn): Element =>
  draw("path", { class: "pool in", d: selected.map((i) => `M${x(layout, i)} ${y(layout, i)}h0`).join("") })

const namesOf = ({ data, layout }: Drawn): ReadonlyArray<Element> =>
  data.classNames.length > 30 ? [] : data.classNames.flatMap((name, c) => {
    const mine = data.ids.map((_, i) => i).filter((i) => data.truth[i] === c)
    const at = (of: typeof x) => median(mine.map((i) => of(layout, i)))
    return mine.length === 0 ? [] : [draw("text", { class: "name", x: at(x), y: at(y) }, name)]
  })

const marksOf = ({ layout, run, upto }: Drawn, size: number, reachable: Reachable): ReadonlyArray<Element> => {
  const shown = run.rounds.slice(0, upto)
  const isNumbered = shown.reduce((sum, { picks }) => sum + picks.length, 0) <= 250
  return shown.flatMap(({ picks }, round) =>
    picks.map((pick) => {
      const transform = `translate(${x(layout, pick.i)},${y(layout, pick.i)})`
      const mark = draw("g", { class: "pick", fill: color(round, run.rounds.length), transform })
      mark.append(draw("circle", { r: isNumbered ? size : 0.7 * size }))
      if (isNumbered) mark.append(draw("text", {}, String(round)))
      reachable(mark, { pick, round }, "")
      return mark
    })
  )
}

/** Draws it anew. */
export const drawPlane = (plane: SVGElement, drawn: Drawn, reachable: Reachable): void => {
  const { layout: { title }, run: { seed, strategy }, window } = drawn, scale = window.side / 1000
  const size = (plane.clientWidth < 500 ? 20 : 13) * scale
  plane.style.setProperty("--size", `${size}px`)
  plane.style.setProperty("--scale", String(scale))
  plane.setAttribute("viewBox", `${window.x} ${window.y} ${window.side} ${window.side}`)
  plane.setAttribute("aria-label", `${title} of the pool with the picks of ${strategy}, seed ${seed}`)
  plane.replaceChildren(poolOf(drawn), selectedOf(drawn), ...namesOf(drawn), ...marksOf(drawn, size, reachable))
}
