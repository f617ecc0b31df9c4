/** What pairs of runs come to. */
import type { Measured } from "./sides.ts"
import type { Told } from "./task.ts"

const median = (numbers: ReadonlyArray<number>): number => {
  const sorted = numbers.toSorted((a, b) => a - b), half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** A row, summed up. */
export interface Outcome {
  readonly name: string
  /** Medians over the runs. */
  readonly seconds: number
  readonly peak: number
  readonly theirs: { readonly seconds: number; readonly peak: number } | undefined
  /** The median over pairs of ours through theirs; of rates for a row that compares rates. */
  readonly ratio: number | undefined
  /** The least and the largest of the pairs'. */
  readonly spread: readonly [least: number, most: number] | undefined
  /** Whether the ratio is as wanted; undefined without one. */
  readonly held: boolean | undefined
  /** What shows that both did the same, in words. */
  readonly facts: string
}

const shared = (ours: ReadonlyArray<number> = [], theirs: ReadonlyArray<number> = []): number =>
  ours.filter((pick, i) => pick === theirs[i]).length

const factsOf = (ours: Told, theirs: Told): ReadonlyArray<string> => {
  const more = (name: "inertia" | "variance" | "sum"): ReadonlyArray<string> => {
    const [a, b] = [ours[name], theirs[name]]
    if (a === undefined || b === undefined) return []
    const percent = 100 * (a / b - 1)
    return [`${name} ${percent >= 0 ? "+" : "−"}${Math.abs(percent).toFixed(2)} %`]
  }
  const edges = ours.edges === undefined || theirs.edges === undefined
    ? []
    : [`edges ${ours.edges - theirs.edges} apart`]
  const picks = ours.picks === undefined || theirs.picks === undefined
    ? []
    : [`${shared(ours.picks, theirs.picks)} of ${ours.picks.length} picks the same`]
  return [...more("inertia"), ...more("variance"), ...more("sum"), ...edges, ...picks]
}

const valueOf = (kind: "time" | "rate", { rate = NaN, seconds }: Told): number => kind === "time" ? seconds : rate

/** Sums up a row. */
export const outcomeOf = ({ pairs, row }: Measured): Outcome => {
  const both = pairs.flatMap(({ ours, theirs }) => theirs === undefined ? [] : [{ ours, theirs }])
  const ratios = both.map(({ ours, theirs }) => valueOf(row.kind, ours) / valueOf(row.kind, theirs))
  const ratio = ratios.length === 0 ? undefined : median(ratios)
  return {
    name: row.name,
    seconds: median(pairs.map(({ ours }) => ours.seconds)),
    peak: Math.max(...pairs.map(({ ours }) => ours.peak)),
    theirs: both.length === 0 ? undefined : {
      seconds: median(both.map(({ theirs }) => theirs.seconds)),
      peak: Math.max(...both.map(({ theirs }) => theirs.peak))
    },
    ratio,
    spread: ratio === undefined ? undefined : [Math.min(...ratios), Math.max(...ratios)],
    held: ratio === undefined ? undefined : row.kind === "time" ? ratio <= row.wanted : ratio >= row.wanted,
    facts: both[0] === undefined ? "" : factsOf(both[0].ours, both[0].theirs).join("; ")
  }
}

/** How much worse a ratio is than before: 1 as good, 1.2 a fifth worse. */
export const worsened = (kind: "time" | "rate", now: number, before: number): number =>
  kind === "time" ? now / before : before / now
