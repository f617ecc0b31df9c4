/** One map with its controls. */
import type { Payload, ShownRun } from "../../src/map/shown.ts"
import { all, make, one } from "../dom.ts"
import { useHands } from "./hands.ts"
import { drawPlane, type Reachable } from "./plane.ts"
import { listRounds, writeTable } from "./rounds.ts"
import { itemsIn, listSelected } from "./selected.ts"
import { type Thumb, thumbs } from "./thumb.ts"
import { WHOLE, type Window } from "./window.ts"
import { className, type Pick, reasons } from "./words.ts"

const payloadIn = (view: Element): Payload => JSON.parse(one(view, "[data-payload]").textContent) as Payload

const partsOf = (view: Element) => ({
  plane: one<SVGElement>(view, "[data-plane]"),
  rounds: one(view, "[data-rounds]"),
  item: one(view, "[data-item]"),
  why: one(view, "[data-why]"),
  selected: one(view, "[data-selected]"),
  upto: one(view, "[data-upto]")
})

/** Says all of a pick. */
const describe = (place: Element, data: Payload, chosen: Pick | undefined, thumb: Thumb): void => {
  if (chosen === undefined) return place.replaceChildren("No pick is chosen.")
  const { pick, round } = chosen
  const image = thumb(pick.i, true)
  place.replaceChildren(
    ...(image === undefined ? [] : [image]),
    make("strong", {}, className(data, pick.label)),
    make("br"),
    `item ${data.ids[pick.i]!}, round ${round}`,
    ...reasons(pick).flatMap((reason) => [make("br"), reason])
  )
}

/** The pick that was chosen, where it is still shown; else the first. */
const still = ({ rounds }: ShownRun, upto: number, chosen: Pick | undefined): Pick | undefined => {
  const round = rounds.slice(0, upto).findIndex(({ picks }) => chosen !== undefined && picks.includes(chosen.pick))
  if (chosen !== undefined && round >= 0) return { pick: chosen.pick, round }
  const first = rounds[0]?.picks[0]
  return first === undefined ? undefined : { pick: first, round: 0 }
}

/** The items that a run's first rounds picked. */
const pickedBy = ({ rounds }: ShownRun, upto: number): ReadonlySet<number> =>
  new Set(rounds.slice(0, upto).flatMap(({ picks }) => picks.map(({ i }) => i)))

/** Fills a view, and draws it anew whenever its reader chooses something. */
export const mapView = (view: HTMLElement): void => {
  const data = payloadIn(view), parts = partsOf(view), thumb = thumbs(data)
  const choice = (name: string): string => one<HTMLInputElement>(view, `[data-choice=${name}]`).value
  let chosen: Pick | undefined, window: Window = WHOLE, selected: ReadonlyArray<number> | undefined

  const select = (pick: Pick | undefined): void => {
    chosen = pick
    const number = pick === undefined ? undefined : String(pick.pick.i)
    all(view, "[data-pick]").forEach((e) => e.classList.toggle("chosen", e.dataset["pick"] === number))
    describe(parts.item, data, pick, thumb)
  }
  const reachable: Reachable = (element, pick, label) => {
    element.setAttribute("data-pick", String(pick.pick.i))
    element.setAttribute("aria-label", label)
    element.addEventListener("click", () => select(pick))
  }
  const clear = (problem: string): void => {
    for (const place of [parts.plane, parts.rounds, parts.why, parts.selected]) place.replaceChildren()
    parts.item.textContent = problem
  }
  const layoutNow = () => data.layouts.find(({ key }) => key === choice("layout"))
  const runNow = () =>
    data.runs.find((run) => run.strategy === choice("strategy") && String(run.seed) === choice("seed"))
  const plane = (): void => {
    const run = runNow(), layout = layoutNow(), upto = Number(choice("upto"))
    if (run === undefined || layout === undefined) return
    drawPlane(parts.plane, { data, run, upto, layout, window, selected: selected ?? [] }, reachable)
    listSelected(parts.selected, data, selected, pickedBy(run, upto), thumb)
    select(still(run, upto, chosen))
  }
  const update = (): void => {
    const run = runNow(), upto = Number(choice("upto"))
    parts.upto.textContent = choice("upto")
    if (run === undefined) return clear(`${choice("strategy")} has no seed ${choice("seed")}.`)
    listRounds(parts.rounds, { data, run, upto }, thumb, reachable)
    writeTable(parts.why, { data, run, upto })
    plane()
  }
  useHands(view, parts.plane, {
    window: () => window,
    look: (next) => {
      window = next
      plane()
    },
    select: (corners) => {
      const layout = layoutNow()
      selected = layout === undefined ? undefined : itemsIn(data, layout, window, corners)
      plane()
    },
    clear: () => {
      selected = undefined
      plane()
    }
  })
  all(view, "[data-choice]").forEach((e) => e.addEventListener("input", update))
  update()
}
