/**
 * `marginalia select --shards`: of a pool that machines serve.
 */
import { openPool } from "@marginalia/distributed"
import * as Effect from "effect/Effect"
import type { SelectFlags } from "../flags.ts"
import { answer } from "../query/answer.ts"
import { withShards } from "../shard/shard.ts"

/** The answer over the machines of a pool. */
export const answerOver = Effect.fn("select.shards")(function*(question: SelectFlags, address: string) {
  const { pool, variant } = yield* withShards(address, openPool())
  return yield* answer({ ...question, pool: pool.path }, undefined, { pool, variant })
}, Effect.scoped)
