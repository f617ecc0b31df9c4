/**
 * Where the pool of `marginalia select` is: in files, or with machines that serve it.
 */
import { Message } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** Where the pool is, and what only files have. */
interface Places {
  readonly pool: string
  readonly shards: Option.Option<string>
  readonly memory: Option.Option<string>
  readonly manifest: Option.Option<string>
  readonly carry: Option.Option<string>
}

const conflict = (other: string, named: Message.Message = Message.text`${Message.setting(other)}`): UsageProblem =>
  new UsageProblem({
    problem: Message.text`${named} is for a pool in files, and ${Message.setting("shards")} names machines`,
    hint: "give one of them",
    reason: "Conflict",
    settings: [other, "shards"]
  })

/** Refuses a question without a pool, and one about machines with what is for files. */
export const checkPlace = ({ carry, manifest, memory, pool, shards }: Places): Effect.Effect<void, UsageProblem> => {
  if (Option.isNone(shards)) {
    return pool !== "" ? Effect.void : Effect.fail(
      new UsageProblem({
        problem: Message.text`no pool is named`,
        hint: Message.text`name a file, or the database of machines that serve one: ${Message.setting("shards")}`,
        reason: "Missing",
        setting: "pool"
      })
    )
  }
  if (pool !== "") return Effect.fail(conflict("pool", pool))
  if (Option.isSome(memory)) return Effect.fail(conflict("memory"))
  if (Option.isSome(carry)) return Effect.fail(conflict("carry"))
  return Option.isSome(manifest) ? Effect.fail(conflict("manifest")) : Effect.void
}
