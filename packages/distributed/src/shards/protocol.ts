/**
 * What the machines of a pool are asked, and by whom: an entity for each part of the pool, on a machine that has its bytes.
 */
import { sha256 } from "@marginalia/datasets/hash"
import * as ClusterSchema from "effect/cluster/ClusterSchema"
import * as Entity from "effect/cluster/Entity"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** The secret is not that of the pool. */
export class Refused extends Schema.TaggedError<Refused>()("Refused", {}) {}

/** The machine knows nothing of the conversation: it begins anew, or lost it. */
export class Unknown extends Schema.TaggedError<Unknown>()("Unknown", {}) {}

/** The machine could not do it, for a reason that lies with itself: its file, say. */
export class Broken extends Schema.TaggedError<Broken>()("Broken", {
  machine: Schema.String,
  problem: Schema.String
}) {}

/**
 * A question of a conversation (`talk`), the `step`-th that is sent in it; or of none, where `talk` is empty. The same step is answered
 * once, and the answer kept until the next.
 */
export const Ask = Rpc.make("Ask", {
  payload: { token: Schema.String, talk: Schema.String, step: Schema.Int, body: Schema.Uint8Array },
  success: Schema.Uint8Array,
  error: Schema.Union([Refused, Unknown, Broken])
})

/** Whether a step is being answered, or was. */
export const Alive = Rpc.make("Alive", {
  payload: { token: Schema.String, talk: Schema.String, step: Schema.Int },
  success: Schema.Struct({ machine: Schema.String, known: Schema.Boolean }),
  error: Refused
})

/** What a part is known by: its name, its bytes, and those of its ids where it has any. */
export interface Known {
  readonly name: string
  readonly sha256: string
  readonly ids: string | null
}

/** A part of a pool by what it is known by, short enough for the name of a group of shards. */
export const keyOf = ({ ids, name, sha256: bytes }: Known): string =>
  sha256(`${name}\n${bytes}\n${ids ?? ""}`).slice(0, 32)

/** See the module. Each is a group of shards of its own, so that it is only where its bytes are. */
export const PartEntity = Entity.make("marginalia/part", [Ask, Alive]).annotate(ClusterSchema.ShardGroup, (id) => id)
