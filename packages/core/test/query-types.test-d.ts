/**
 * What the compiler refuses of queries and pools, with its words. `tsc` checks this file, see `types.test-d.ts`.
 */
import { fromRows } from "../src/Matrix.ts"
import * as Pool from "../src/Pool.ts"
import { select, selectAny, selectSync } from "../src/promise.ts"
import * as Query from "../src/Query.ts"
import * as Strategy from "../src/Strategy.ts"
import { coordinate, top } from "./toys.ts"

const embedding = fromRows([[1]])
const strategy = Strategy.make(top(coordinate()))
const good = { embedding, budget: 1, seed: 0 }

// A key that a query does not have is an error where it stands.
// @ts-expect-error Type '[0]' is not assignable to type '… { "is neither a setting nor a column": "labelled" }'
selectSync(strategy, { embedding, budget: 4, seed: 0, labelled: [0] })
// @ts-expect-error
void select(strategy, { embedding, budget: 4, seed: 0, candidate: [1] })
// @ts-expect-error
void selectAny(strategy, { embedding, budget: 4, seed: 0, labelled: [0] })
// @ts-expect-error
Query.makeUnsafe({ embedding, budget: 4, seed: 0, labelled: [0] })
// @ts-expect-error
Query.make({ embedding, budget: 4, seed: 0, labelled: [0] })
// @ts-expect-error
Pool.makeUnsafe({ embedding, labeled: [0] })
// @ts-expect-error
Pool.make({ embedding, budget: 1 })
// @ts-expect-error
void Pool.makePromise({ embedding, sise: 1 })

// Also when the object was written elsewhere, or comes through a generic function.
const typo = { ...good, labelled: [0] }
// @ts-expect-error … Types of property 'labelled' are incompatible. 'is neither a setting nor a column'
selectSync(strategy, typo)
// @ts-expect-error
Query.makeUnsafe(typo)
const ask = <const I extends Query.Input>(input: I & Query.OnlyKnown<I>) => Query.make(input)
// @ts-expect-error
ask(typo)
ask(good)

// Values of another kind.
// @ts-expect-error Property 'length' is missing in type 'Set<number>' but required in type 'ArrayLike<number>'
selectSync(strategy, { ...good, labeled: new Set([1, 2]) })
// @ts-expect-error Type 'string' is not assignable to type 'ArrayLike<number>'
selectSync(strategy, { ...good, labeled: "12" })
// @ts-expect-error Type 'string' is not assignable to type 'number'
selectSync(strategy, { ...good, seed: "3" })
// @ts-expect-error Type 'number' is not assignable to type 'boolean'
selectSync(strategy, { ...good, clamp: 1 })
// @ts-expect-error Property '[Made]' is missing: only Pool.make and its like make pools
selectSync(strategy, { ...good, pool: { size: 1, ids: undefined, classes: undefined, columns: {} } })

// A pool brings its columns into the query's type.
const pool = Pool.makeUnsafe({ embedding })
const empty = Pool.makeUnsafe({ size: 1 })
selectSync(strategy, { pool, budget: 1, seed: 0 })
selectSync(strategy, { pool: empty, embedding, budget: 1, seed: 0 })
// @ts-expect-error Property 'embedding' is missing in type '{ pool: Pool.Pool<never>; budget: 1; seed: 0; }'
selectSync(strategy, { pool: empty, budget: 1, seed: 0 })
Strategy.run(strategy, Query.makeUnsafe({ pool, budget: 1, seed: 0 }))
// @ts-expect-error 'signl' does not exist in type 'Options'. Did you mean to write 'signal'?
void select(strategy, good, { signl: AbortSignal.abort() })
