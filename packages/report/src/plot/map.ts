/**
 * The map of the pool as a drawing: one small square a strategy, with the picks of one seed.
 */
import type { Analysis, View } from "../analysis.ts"
import type { Payload, ShownRun } from "../map/shown.ts"
import { escape } from "../page/html.ts"
import { standalone } from "./figure.ts"

const SIDE = 190
const GAP = 14
const HEAD = 22
const ACROSS = 4

const mix = (from: ReadonlyArray<number>, to: ReadonlyArray<number>, share: number): string =>
  `rgb(${from.map((value, i) => Math.round(value + (to[i]! - value) * share)).join(",")})`

const [first, middle, last] = [[0, 80, 157], [199, 107, 165], [224, 90, 0]] as const

/** Blue at first, over purple, orange at last. */
const colorOf = (round: number, rounds: number): string => {
  const share = rounds < 2 ? 0 : round / (rounds - 1)
  return share < 0.5 ? mix(first, middle, 2 * share) : mix(middle, last, 2 * share - 1)
}

const panel = (run: ShownRun, at: number, place: (i: number) => readonly [number, number]): string => {
  const [left, top] = [(at % ACROSS) * (SIDE + GAP), Math.floor(at / ACROSS) * (SIDE + HEAD + GAP)]
  const dots = run.rounds.map(({ picks }, round) => {
    const path = picks.map(({ i }) => `M${place(i).join(" ")}h0`).join("")
    return `<path d="${path}" stroke="${colorOf(round, run.rounds.length)}" stroke-width="5.5" />`
  })
  return `<g transform="translate(${left},${top})"><text y="14" fill="currentColor">${escape(run.strategy)}</text>` +
    `<g transform="translate(0,${HEAD})" fill="none" stroke-linecap="round"><use href="#pool" />${
      dots.join("")
    }</g></g>`
}

/** The map by principal components, for the first seed, as a file. */
export const mapPlot = ({ strategies }: Analysis, { group }: View, { layouts, runs, truth }: Payload): readonly [
  name: string,
  svg: string
] => {
  const { places } = layouts[0]!
  const scaled = (value: number): number => Math.round(value / 1000 * SIDE * 10) / 10
  const place = (i: number) => [scaled(places[2 * i]!), scaled(places[2 * i + 1]!)] as const
  const [{ seed }] = runs as readonly [ShownRun, ...ReadonlyArray<ShownRun>]
  const shown = strategies.flatMap((name) => runs.filter((run) => run.strategy === name && run.seed === seed))
  const pool = truth.map((_, i) => `M${place(i).join(" ")}h0`).join("")
  const width = Math.min(ACROSS, shown.length) * (SIDE + GAP) - GAP
  const height = Math.ceil(shown.length / ACROSS) * (SIDE + HEAD + GAP)
  const title = `${group.title}: the pool by two principal components, and the picks of seed ${seed}`
  const svg = `<svg role="img" aria-label="${escape(title)}" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" font-family="Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif" font-size="12">` +
    `<defs><path id="pool" d="${pool}" fill="none" stroke="var(--faint)" stroke-width="2" stroke-linecap="round" /></defs>` +
    `${shown.map((run, at) => panel(run, at, place)).join("")}</svg>`
  return [`${group.slug}-map`, standalone(svg)]
}
