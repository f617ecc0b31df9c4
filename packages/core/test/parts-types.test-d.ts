/**
 * What the compiler says of a part in another part's place, and of a plan that lacks a column; see `types.test-d.ts`. The
 * errors stand at the part itself.
 */
import * as Effect from "effect/Effect"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import * as Experiment from "../src/Experiment.ts"
import * as Filter from "../src/Filter.ts"
import { fromRows } from "../src/Matrix.ts"
import * as Score from "../src/Score.ts"
import * as Stage from "../src/Stage.ts"
import * as Strategy from "../src/Strategy.ts"
import { coordinate, crowd, first, split, top } from "./toys.ts"
// @ts-expect-error '"this is a score; a filter makes a stage of it (Filter.keepTop(score, n)), top(score) a selector"' is missing
const a = pipe(split(), Stage.andThen(crowd()))
// @ts-expect-error
const b = split().pipe(Stage.andThen(crowd()), Stage.andThen(Filter.keepTop(crowd(), 3)))
// @ts-expect-error
const c = Stage.andThen(split(), crowd())
// @ts-expect-error
const d = Strategy.make(split().pipe(Stage.andThen(coordinate())), first())
// @ts-expect-error
const e = Strategy.make(crowd(), first())
// @ts-expect-error the same: 'this is a score; …'
const f = Strategy.make(crowd())
// @ts-expect-error '"this is a stage; it stands before a selector, Strategy.make(stage, selector)"' is missing
const g = Strategy.make(split())
// @ts-expect-error
const h = Strategy.make(split(), crowd())
// @ts-expect-error missing the following properties from type 'Score<…>': spec, needs, of
const i = top(split())
// @ts-expect-error
const j = Filter.keepTop(first(), 3)
// @ts-expect-error '{ readonly "this makes a part; call it, with options or without": never; }'
const k = split().pipe(Stage.andThen(crowd))
// @ts-expect-error '"this is a selector; it stands at the end, Strategy.make(stage, selector)"' is missing
const l = split().pipe(Stage.andThen(top(crowd())))

const embedding = fromRows([[1]])
const base = { size: 1, classes: 2, budget: 1, rounds: 1, seed: 0, columns: { embedding } }
const random = Strategy.make(first())
const clustered = Strategy.make(Filter.keepTop(crowd(), 3), first())
Experiment.rounds({ ...base, strategy: random, coldStart: random })
Experiment.rounds({ ...base, strategy: Strategy.make(top(coordinate())), coldStart: random })
Experiment.rounds({ ...base, strategy: random as Strategy.Any, coldStart: random })
// @ts-expect-error '"needs a column that the plan's columns lack"' is missing in type 'Strategy<"cluster">': "cluster"
Experiment.rounds({ ...base, strategy: clustered, coldStart: random })
// @ts-expect-error
Experiment.rounds({ ...base, strategy: random, coldStart: clustered })
// @ts-expect-error '"needs a column that the plan's columns lack"' is missing in type 'Strategy<"cluster">': "cluster"
Experiment.plan({ ...base, strategy: clustered, coldStart: random })
Experiment.plan({
  ...base,
  columns: { cluster: { assignment: new Int32Array(1) } },
  strategy: clustered,
  coldStart: random
})
// A part over a score needs what the score needs, and what it names itself; its function sees no more than that.
const about = { name: "twice", summary: "a score, doubled", options: Schema.Struct({}) } as const
const twice = Score.defineOver({
  ...about,
  needs: ["embedding"],
  of: (score) => (frame) => Effect.map(score.of(frame), (all) => all.map((x) => x * frame.embedding.cols))
})
const m: Score.Score<"cluster" | "embedding"> = twice(crowd())
// @ts-expect-error Type '"cluster"' is not assignable to type '"embedding"'.
const n: Score.Score<"embedding"> = twice(crowd())
// @ts-expect-error missing the following properties from type 'Score<…>': spec, needs, of
const o = twice(split())
// @ts-expect-error Property 'cluster' does not exist
const p = Score.defineOver({ ...about, of: (score) => (frame) => Effect.as(score.of(frame), frame.cluster) })
const q = Stage.defineOver({
  ...about,
  adds: ["cluster"],
  run: (score) => (frame) => Effect.as(score.of(frame), { candidates: frame.candidates })
})
const r: Stage.Stage<"embedding", "cluster"> = q(coordinate())
void [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, r]
