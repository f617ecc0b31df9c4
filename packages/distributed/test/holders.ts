/** Which machine answers for which part. */
import * as Effect from "effect/Effect"
import { connected } from "../src/shards/pool.ts"
import { keyOf, PartEntity } from "../src/shards/protocol.ts"
import { pactOf, partsOf } from "../src/shards/tables.ts"
import { within } from "./machines.ts"

/** The names of the machines that answer for the parts, in their order. */
export const holdersOf = (address: string) =>
  within(
    address,
    Effect.gen(function*() {
      const { token } = (yield* pactOf)!, parts = yield* partsOf, sharding = yield* connected(parts)
      const client = yield* Effect.provide(PartEntity.client, sharding)
      return yield* Effect.forEach(
        parts,
        (part) => Effect.map(client(keyOf(part)).Alive({ token, talk: "", step: 0 }), ({ machine }) => machine)
      )
    })
  )
