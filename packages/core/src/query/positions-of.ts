/** From ids to positions. Tested in ../Query.test.ts. */
import * as Effect from "effect/Effect"
import { InvalidQuery } from "../Errors.ts"
import * as checks from "./checks.ts"
import { runSync } from "./steps.ts"

/**
 * The positions of the `wanted` ids in a pool's `ids`, in the order wanted. Fails with `InvalidQuery` on an unknown id,
 * or one named twice. O(N).
 */
export const positionsOf = (
  ids: ReadonlyArray<string>,
  wanted: ReadonlyArray<string>
): Effect.Effect<Uint32Array, InvalidQuery> => {
  const at = new Map(ids.map((id, position) => [id, position]))
  const unknown = wanted.filter((id) => !at.has(id))
  if (unknown.length > 0) {
    const some = unknown.slice(0, 3).map((id) => `"${id}"`).join(", ")
    const what = unknown.length === 1 ? `the id ${some} is` : `${unknown.length} ids are`
    const first = unknown.length === 1 ? "" : `, first ${some}`
    const problem = `${what} not in the pool${first}`
    const hint = "ids are strings and compared exactly"
    return Effect.fail(new InvalidQuery({ reason: { _tag: "UnknownId", ids: unknown }, problem, hint }))
  }
  return Effect.try({
    try: () => {
      runSync(checks.distinctIds(wanted, "the list"))
      return Uint32Array.from(wanted, (id) => at.get(id)!)
    },
    catch: (error) => error as InvalidQuery
  })
}
