/**
 * What fits on a map: whose picks, of how many rounds, and which of the pool's other items beside them.
 */
import { Rng } from "@marginalia/core"
import { grouped } from "@marginalia/core/Words"
import type { Group, Measured } from "../groups.ts"
import { listed } from "../numbers.ts"

/** A map has at most so many items, unless the picks of one seed are more. */
export const MOST_ITEMS = 1200
const MOST_PICKS = 4500
const MOST_PICKED = 1500

/** See the module. */
export interface Chosen {
  /** The units whose picks are shown. */
  readonly runs: ReadonlyArray<Measured>
  /** Their first so many rounds. */
  readonly rounds: number
  /** Positions in the pool, ascending: all picks shown, and others. */
  readonly positions: Uint32Array
  /** What was left out, in a sentence. */
  readonly remark: string | undefined
}

const picksOf = (runs: ReadonlyArray<Measured>, rounds: number): ReadonlyArray<number> =>
  runs.flatMap((run) => run.rounds.slice(0, rounds).flatMap(({ event }) => event.positions))

const fits = (runs: ReadonlyArray<Measured>, rounds: number): boolean => {
  const picks = picksOf(runs, rounds)
  return picks.length <= MOST_PICKS && new Set(picks).size <= MOST_PICKED
}

const seedsOf = (runs: ReadonlyArray<Measured>): ReadonlyArray<number> =>
  [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b)

/** The most seeds of which all rounds fit; where not even one does, as many rounds of the first. */
const limit = (runs: ReadonlyArray<Measured>, rounds: number): Pick<Chosen, "runs" | "rounds"> => {
  const seeds = seedsOf(runs)
  const of = (count: number) => runs.filter(({ seed }) => seeds.indexOf(seed) < count)
  let [count, most] = [seeds.length, rounds]
  while (count > 1 && !fits(of(count), rounds)) count -= 1
  while (most > 1 && !fits(of(count), most)) most -= 1
  return { runs: of(count), rounds: most }
}

const remarkOf = (group: Group, { positions, rounds, runs }: Omit<Chosen, "remark">): string | undefined => {
  const { size } = group.runs[0]!.config
  const [shown, seeds] = [seedsOf(runs), seedsOf(group.runs)]
  const parts = [
    ...(positions.length < size
      ? [`${grouped(positions.length)} of the pool's ${grouped(size)} items, all picks shown among them`]
      : []),
    ...(shown.length < seeds.length ? [`${shown.length} of ${seeds.length} seeds`] : []),
    ...(rounds < group.labels.length ? [`the first ${rounds} of ${group.labels.length} rounds`] : [])
  ]
  return parts.length === 0 ? undefined : `The map shows ${listed(parts)}.`
}

/** Chooses what a group's map shows; the same for the same journals. */
export const choose = (group: Group): Chosen => {
  const { rounds, runs } = limit(group.runs, group.labels.length)
  const picked = new Set(picksOf(runs, rounds))
  const { size } = group.runs[0]!.config
  const others = Uint32Array.from({ length: size }, (_, i) => i).filter((i) => !picked.has(i))
  const room = Math.max(MOST_ITEMS - picked.size, Math.min(300, others.length))
  const key = Rng.derive(Rng.fromSeed(0), "report map")
  const positions = Uint32Array.from([...picked, ...Rng.subset(key, others, room)]).sort()
  const chosen = { runs, rounds, positions }
  return { ...chosen, remark: remarkOf(group, chosen) }
}
