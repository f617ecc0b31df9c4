/**
 * Removes what is finished and old, when asked to. Tested in queue.test.ts.
 */
import * as Effect from "effect/Effect"
import { asking, Queue } from "./database.ts"
import type { QueueError } from "./errors.ts"
import { queuedRuns } from "./found.ts"

/** What is removed. */
export interface PruneOptions {
  /** Only experiments of which nothing was heard for so many milliseconds. */
  readonly age: number
  /** Also those that were never exported whole, whose results are nowhere else. Default false. */
  readonly unexported?: boolean | undefined
}

/** What was removed, and what was kept though it is old, since it was not exported. */
export interface Pruned {
  readonly removed: ReadonlyArray<string>
  readonly kept: ReadonlyArray<string>
}

const nameOf = ({ id, name }: { readonly id: string; readonly name: string }): string => `${name}@${id.slice(0, 8)}`

const removeAll = Effect.fnUntraced(function*(ids: ReadonlyArray<string>) {
  const { shown, sql } = yield* Queue
  if (ids.length === 0) return
  yield* asking(shown)(sql.withTransaction(Effect.gen(function*() {
    for (const id of ids) {
      yield* sql`DELETE FROM marginalia_queue WHERE id LIKE ${`${id}/%`}`
      yield* sql`DELETE FROM marginalia_experiment WHERE id = ${id}`
    }
    yield* sql`
      DELETE FROM marginalia_file f
      WHERE NOT EXISTS (SELECT 1 FROM marginalia_experiment_file e WHERE e.sha256 = f.sha256)
    `
  })))
})

/**
 * Removes the experiments that are finished, old enough, and exported. Nothing else is removed unless it is asked for: what was
 * not exported is nowhere else.
 *
 * Fails with `QueueError`.
 */
export const prune = Effect.fn("prune")(function*(
  { age, unexported = false }: PruneOptions
): Effect.fn.Return<Pruned, QueueError, Queue> {
  const { sql } = yield* Queue
  const runs = yield* queuedRuns()
  const [now] = runs.length === 0
    ? []
    : yield* Effect.orDie(sql<{ readonly now: Date }>`SELECT clock_timestamp() AS now`)
  const old = runs.filter(({ changed, state }) =>
    state === "finished" && now!.now.getTime() - new Date(changed).getTime() >= age
  )
  const gone = old.filter(({ changed, exported }) => unexported || (exported !== null && exported >= changed))
  yield* removeAll(gone.map(({ id }) => id))
  return { removed: gone.map(nameOf), kept: old.filter((run) => !gone.includes(run)).map(nameOf) }
})
