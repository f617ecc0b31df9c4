/**
 * What the compiler refuses, with its words. `tsc` checks this file: a line that compiles although it should not is an
 * error here ("Unused '@ts-expect-error' directive").
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Embedder } from "../src/Embedder.ts"
import type { MissingColumn, PartFailed, WrongTask } from "../src/Errors.ts"
import * as Filter from "../src/Filter.ts"
import { fromRows } from "../src/Matrix.ts"
import type { ItemId, Position } from "../src/Position.ts"
import { select, selectSync } from "../src/promise.ts"
import * as Query from "../src/Query.ts"
import * as Score from "../src/Score.ts"
import type { Selection } from "../src/Selection.ts"
import * as Stage from "../src/Stage.ts"
import * as Strategy from "../src/Strategy.ts"
import { coordinate, crowd, first, split, top } from "./toys.ts"

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(yes: Same<A, B>): boolean => yes

const embedding = fromRows([[1]])
const bare = Query.makeUnsafe({ size: 1, budget: 1, seed: 0 })
const pool = Query.makeUnsafe({ embedding, budget: 1, seed: 0 })

// What a composition needs follows from its parts.
const late = Strategy.make(Filter.keepTop(crowd(), 3), first())
const early = Strategy.make(Stage.andThen(split(), Filter.keepTop(crowd(), 3)), first())
const both = Strategy.make(top(Score.add(crowd(), coordinate())))
same<typeof late, Strategy.Strategy<"cluster">>(true)
same<typeof early, Strategy.Strategy<"embedding">>(true)
same<typeof both, Strategy.Strategy<"cluster" | "embedding">>(true)

// andThen removes a need when an earlier stage adds the column, and only then.
const forth = split().pipe(Stage.andThen(Filter.keepTop(crowd(), 3)))
const back = Filter.keepTop(crowd(), 3).pipe(Stage.andThen(split()))
same<typeof forth, Stage.Stage<"embedding", "cluster">>(true)
same<typeof back, Stage.Stage<"cluster" | "embedding", "cluster">>(true)

// Ranking by a score that needs clusters before clustering is an error that names the column:
// Argument of type 'Query<"embedding">' is not assignable to parameter of type
// 'Query<"embedding"> & { readonly "missing column: compute it before this, or give it": "cluster"; }'.
// @ts-expect-error
Strategy.run(late, pool)
Strategy.run(early, pool)

// A column that a service can supply, and that is not given, puts the service into R.
same<ReturnType<typeof embedded>, Effect.Effect<Selection, MissingColumn | WrongTask | PartFailed, Embedder>>(true)
const embedded = () => Strategy.run(early, bare)
same<ReturnType<typeof given>, Effect.Effect<Selection, MissingColumn | WrongTask | PartFailed>>(true)
const given = () => Strategy.run(early, pool)

// A layer that does not supply the embedder does not compile:
// Argument of type 'Effect<Selection, SelectionError, Embedder>' is not assignable to parameter of type
// 'Effect<Selection, SelectionError, never>'. Type 'Embedder' is not assignable to type 'never'.
// @ts-expect-error
Effect.runSync(Effect.provide(embedded(), Layer.empty))
Effect.runSync(Effect.provide(embedded(), Layer.succeed(Embedder, { embedding: Effect.succeed(embedding) })))

// The same without Effect: Property 'cluster' is missing in type '{ embedding: Matrix; budget: 1; seed: 0; }' but
// required in type '{ readonly cluster: unknown; }'.
// @ts-expect-error
selectSync(late, { embedding, budget: 1, seed: 0 })
// @ts-expect-error Property 'embedding' is missing in type '{ budget: 1; seed: 0; }'
void select(early, { budget: 1, seed: 0 })
selectSync(early, { embedding, budget: 1, seed: 0 })
selectSync(late, { cluster: { assignment: new Int32Array(1) }, budget: 1, seed: 0 })

// Seeds are not optional. Property 'seed' is missing in type '{ embedding: Matrix; budget: number; }'
// @ts-expect-error
selectSync(early, { embedding, budget: 1 })

// A query that holds more may stand for one that holds fewer, and not the other way round:
// Type 'Query<never>' is not assignable to type 'Query<"embedding">'.
const fewer: Query.Query = pool
// @ts-expect-error
const more: Query.Query<"embedding"> = bare
const any: Query.Any = pool

// A strategy that needs fewer may stand for one that needs more, and not the other way round:
// Type 'Strategy<"cluster">' is not assignable to type 'Strategy<"embedding">'. Type '"cluster"' is not assignable.
const needier: Strategy.Strategy<"embedding" | "cluster"> = early
// @ts-expect-error
const frugal: Strategy.Strategy<"embedding"> = late

// A stage cannot claim to add what it does not: Type 'Stage<"embedding">' is not assignable to type
// 'Stage<"embedding", "cluster">'.
// @ts-expect-error
const claims: Stage.Stage<"embedding", "cluster"> = Filter.keepTop(coordinate(), 3)

// Parts see the columns that they named, and no others: Property 'feature' does not exist on type 'Frame<"embedding">'.
Score.make({
  spec: crowd().spec,
  needs: ["embedding"],
  of: (frame) => {
    same<typeof frame.embedding, typeof embedding>(true)
    // @ts-expect-error
    void frame.feature
    return Effect.succeed(new Float64Array(frame.size))
  }
})

// given: what a skipped step would add is asked of the caller.
same<ReturnType<typeof clustered>, Strategy.Strategy<"embedding" | "cluster">>(true)
const clustered = () => early.pipe(Strategy.given(["cluster"]))

// Options are checked by the compiler too: Type '"fast"' is not assignable to type 'Ties | undefined'.
// @ts-expect-error
top(coordinate(), { ties: "fast" })
// @ts-expect-error Object literal may only specify known properties, but 'indx' does not exist
coordinate({ indx: 1 })

// Positions and ids are kept apart: Type 'Position' is not assignable to type 'ItemId'.
const named = (selection: Selection): readonly [ItemId, Position] => {
  const [pick] = selection.picks
  // @ts-expect-error
  const id: ItemId = pick!.position
  // @ts-expect-error Type 'ItemId' is not assignable to type 'Position'.
  const position: Position = pick!.id
  return [id, position]
}

void [fewer, more, any, needier, frugal, claims, named]
