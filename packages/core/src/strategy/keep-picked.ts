/**
 * A filter that takes strategies: what any of them would pick stays.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Column } from "../Columns.ts"
import * as Count from "../Count.ts"
import { InvalidOptions, type SelectionError } from "../Errors.ts"
import * as Filter from "../Filter.ts"
import type * as Frame from "../Frame.ts"
import * as Options from "../Options.ts"
import * as Part from "../Part.ts"
import * as Ranking from "../Ranking.ts"
import * as Rng from "../Rng.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Suppliers from "../Suppliers.ts"
import { run } from "./combine.ts"
import type { Strategy } from "./node.ts"
import * as print from "./print.ts"
import type { Surroundings } from "./surroundings.ts"
import { needs, takingWhole } from "./walk.ts"

const NAME = "keep-picked"

const positive = Schema.Int.check(Schema.isGreaterThan(0))

const options = Schema.Struct({
  batches: Options.field(
    Schema.Union([positive, Schema.Literal("once")]),
    "once",
    "how many batches are picked in all, by the strategies in turn; once: one by each"
  ),
  subset: Options.field(
    Count.Amount,
    "100%",
    "from how many candidates, drawn anew for each batch: 5000, or 40%; never fewer than the budget"
  ),
  most: Options.field(
    Schema.Union([positive, Schema.Literal("none")]),
    "none",
    "how many candidates stay at most: those in most batches, and among equals by lot"
  )
})

/** What {@link keepPicked} takes besides its strategies. */
export interface KeepPickedOptions {
  /** How many batches are picked in all, by the strategies in turn; once: one by each. Default "once". */
  readonly batches?: number | "once"
  /** From how many candidates, drawn anew for each batch: 5000, or 40%; never fewer than the budget. Default "100%". */
  readonly subset?: Count.Amount
  /** How many candidates stay at most: those in most batches, and among equals by lot. Default "none". */
  readonly most?: number | "none"
}

type Settings = typeof options.Type

const nobodyAround = (): Surroundings => ({ given: new Set(), supply: Suppliers.memoized(), past: [] })

/** The surroundings of the strategies inside: columns that the frame has are there for them. */
const inside = (frame: Frame.Any, around: Surroundings): Surroundings => ({
  ...around,
  supply: (column, size) => {
    const here = frame[column]
    return here === undefined ? around.supply(column, size) : Effect.succeed(here)
  }
})

/** In how many batches each candidate was; NaN off the candidates. */
const votes = Effect.fnUntraced(function*<R>(
  strategies: ReadonlyArray<Strategy<Column, R>>,
  { batches, subset }: Settings,
  frame: Frame.Any,
  around: Surroundings
): Effect.fn.Return<Float64Array, SelectionError, R> {
  const { budget, candidates } = frame
  const counts = new Float64Array(frame.size).fill(Number.NaN)
  for (const position of candidates) counts[position] = 0
  const size = Math.max(budget, yield* Filter.amount(NAME, subset, candidates.length, frame))
  const total = candidates.length === 0 ? 0 : batches === "once" ? strategies.length : batches
  for (let j = 0; j < total; j++) {
    const key = Rng.derive(frame.key, `batch ${j}`)
    const some = Rng.subset(Rng.derive(key, "subset"), candidates, size)
    const start = {
      ...frame,
      key,
      candidates: some,
      owned: new Set<Column>(),
      again: undefined,
      wider: [],
      evidence: []
    }
    const picks = yield* run(
      strategies[j % strategies.length]!,
      { ...start, budget: Math.min(budget, some.length) },
      around
    )
    for (const position of picks.positions) counts[position]! += 1
  }
  return counts
})

const keptOf = ({ candidates, key }: Frame.Any, counts: Float64Array, { most }: Settings): Uint32Array => {
  const picked = candidates.filter((position) => counts[position]! > 0)
  return most === "none" || picked.length <= most
    ? picked
    : Ranking.top(picked, counts, most, "seeded", Rng.derive(key, "most")).sort()
}

const filter = <N extends Column, R>(
  strategies: ReadonlyArray<Strategy<N, R>>,
  input: KeepPickedOptions = {}
): Stage.Stage<N, never, R> => {
  if (strategies.length === 0) {
    const expected = "one, as in keep-picked(margin, typiclust)"
    throw new InvalidOptions({ part: NAME, path: "strategies", reason: { _tag: "Empty", expected } })
  }
  const settings = Options.decode(NAME, options, input) as Settings
  return Stage.make<N, never, R>({
    spec: Spec.make(NAME, { strategies: strategies.map(print.text), ...settings }, {
      positional: [],
      rest: "strategies",
      verbatim: true,
      defaults: Options.defaults(options)
    }),
    needs: [...new Set(strategies.flatMap((strategy) => [...needs(strategy)]))] as Array<N>,
    tiles: strategies.every((strategy) => takingWhole(strategy, "embedding").length === 0) ? ["embedding"] : [],
    inner: strategies as ReadonlyArray<Strategy<Column, R>>,
    run: (frame: Frame.Any, around = nobodyAround()) =>
      Effect.map(
        votes(strategies as ReadonlyArray<Strategy<Column, R>>, settings, frame, inside(frame, around)),
        (counts) => ({ candidates: keptOf(frame, counts, settings), evidence: [{ name: "batches", values: counts }] })
      )
  })
}

/**
 * Keeps what strategies would pick: `Strategy.keepPicked([a, b], options)`, or `keep-picked(a, b, batches=100, subset=40%)` in
 * a text, where each of `strategies` is a recipe, a pipeline or a combination. Each picks a batch of the query's budget, from
 * all candidates or from a `subset` drawn anew for each batch; what is in no batch goes. The evidence says in how many
 * batches an item was.
 *
 * With `most`, those in the most batches stay, and among equals those whose number of the key is smallest. It needs what the
 * strategies need, in every branch, and fails where one of them does. Columns that steps before it made are there for them;
 * what they make themselves ends with them. Strategies that draw have a key of their own for each batch.
 *
 * Throws `InvalidOptions` on no strategies. As long as all the batches take, one after the other.
 *
 * Source: Refine (arXiv 2511.22344), progressive filtering, for any list of strategies.
 *
 * @example
 * ```ts
 * import { Matrix, selectSync, Strategy } from "@marginalia/core"
 * import { kCenterSampling, marginSampling } from "@marginalia/strategies"
 *
 * const pool = Strategy.keepPicked([marginSampling(), kCenterSampling()])
 * const strategy = Strategy.prepend(pool, kCenterSampling())
 * console.log(Strategy.text(strategy)) // => keep-picked(margin, kcenter) | k-center
 * const embedding = Matrix.fromRows([[0], [1], [2], [9]])
 * const probability = Matrix.fromRows([[0.9, 0.1], [0.5, 0.5], [1, 0], [1, 0]])
 * const answer = selectSync(strategy, { embedding, probability, labeled: [0], budget: 1, seed: 0 })
 * console.log(answer.trace[0]?.candidates, answer.ids.join()) // => 2 3
 * ```
 */
export const keepPicked: Part.Maker<typeof filter, Stage.Any> = Part.attach(filter, {
  kind: "stage",
  name: NAME,
  summary: "keeps what any of some strategies would pick",
  options,
  scores: [],
  strategies: "strategies",
  positional: [],
  source: "Refine, arXiv 2511.22344, progressive filtering, for any list of strategies",
  make: ({ strategies = [], ...rest }) => filter(strategies as ReadonlyArray<Strategy<Column, never>>, rest)
})
