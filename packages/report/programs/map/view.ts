/** One map with its controls. */
import type { Payload, ShownRun } from "../../src/map/shown.ts"
import { all, make, one } from "../dom.ts"
import { drawPlane, type Reachable } from "./plane.ts"
import { listRounds, writeTable } from "./rounds.ts"
import { type Thumb, thumbs } from "./thumb.ts"
import { className, type Pick, reasons } from "./words.ts"

const payloadIn = (view: Element): Payload => JSON.parse(one(view, "[data-payload]").textContent) as Payload

const partsOf = (view: Element) => ({
  plane: one<SVGElement>(view, "[data-plane]"),
  rounds: one(view, "[data-rounds]"),
  item: one(view, "[data-item]"),
  why: one(view, "[data-why]"),
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

/** Fills a view, and draws it anew whenever its reader chooses something. */
export const mapView = (view: HTMLElement): void => {
  const data = payloadIn(view), parts = partsOf(view), thumb = thumbs(data)
  const choice = (name: string): string => one<HTMLInputElement>(view, `[data-choice=${name}]`).value
  let chosen: Pick | undefined

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
    for (const place of [parts.plane, parts.rounds, parts.why]) place.replaceChildren()
    parts.item.textContent = problem
  }
  const update = (): void => {
    const strategy = choice("strategy"), seed = choice("seed"), upto = Number(choice("upto"))
    const run = data.runs.find((run) => run.strategy === strategy && String(run.seed) === seed)
    const layout = data.layouts.find(({ key }) => key === choice("layout"))
    parts.upto.textContent = choice("upto")
    if (run === undefined || layout === undefined) return clear(`${strategy} has no seed ${seed}.`)
    drawPlane(parts.plane, { data, run, upto, layout }, reachable)
    listRounds(parts.rounds, { data, run, upto }, thumb, reachable)
    writeTable(parts.why, { data, run, upto })
    select(still(run, upto, chosen))
  }
  all(view, "[data-choice]").forEach((e) => e.addEventListener("input", update))
  update()
}
