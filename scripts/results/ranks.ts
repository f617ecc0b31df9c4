/** How strategies rank over experiments that have all of them. */
import { Rng, Statistics } from "@marginalia/core"
import { row } from "./page.ts"
import { bySeed, type Experiment, mean, strategiesOf } from "./runs.ts"

/** How often seeds are drawn again for an interval of a mean rank. */
const DRAWS = 2000

/** By strategy, its measure of each seed, in one experiment. */
type Scores = ReadonlyMap<string, ReadonlyArray<number>>

const scoresOf = ({ runs }: Experiment, strategies: ReadonlyArray<string>): Scores =>
  new Map(strategies.map((strategy) => [strategy, bySeed(runs, [strategy], "aubc")]))

/** The mean rank of each strategy over experiments, whose seeds are told by `draw`. */
const meanRanks = (experiments: ReadonlyArray<Scores>, draw: (seeds: number, experiment: number) => Uint32Array) =>
  Statistics.averageRanks(experiments.map((scores, e) => {
    const at = draw(scores.values().next().value!.length, e)
    return Array.from(scores.values(), (values) => mean(Array.from(at, (seed) => values[seed]!)))
  }))

/** Mean ranks over experiments of the same strategies, with intervals over draws of their seeds. */
export const rankTable = (experiments: ReadonlyArray<Experiment>): string => {
  const strategies = [...strategiesOf(experiments[0]!.runs)]
  const scores = experiments.map((experiment) => scoresOf(experiment, strategies))
  const observed = meanRanks(scores, (seeds) => Uint32Array.from({ length: seeds }, (_, i) => i))
  const key = Rng.fromSeed(0)
  const drawn = Array.from({ length: DRAWS }, (_, n) =>
    meanRanks(scores, (seeds, e) => {
      const own = Rng.derive(Rng.derive(key, n), e)
      return Uint32Array.from({ length: seeds }, (_, i) => Rng.integer(own, i, seeds))
    }))
  const rows = strategies.map((strategy, i) => {
    const sorted = drawn.map((ranks) => ranks[i]!).toSorted((a, b) => a - b)
    const [low, high] = [0.025, 0.975].map((share) => sorted[Math.floor(share * DRAWS)]!)
    return {
      rank: observed[i]!,
      cells: [strategy, observed[i]!.toFixed(1), `[${low!.toFixed(1)}, ${high!.toFixed(1)}]`]
    }
  })
  return [
    row(["strategy", "mean rank", "95 %"]),
    row(["---", "---:", "---"]),
    ...rows.toSorted((a, b) => a.rank - b.rank).map(({ cells }) => row(cells))
  ].join("\n")
}
