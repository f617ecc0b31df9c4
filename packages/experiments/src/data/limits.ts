/**
 * Which items of a pool may be chosen, which must be, and what labels cost: from files to ids, and from ids to positions. Tested in
 * packages/cli/test/scope-runs.test.ts.
 */
import type { Plan } from "@marginalia/core/Experiment"
import { notes } from "@marginalia/core/Notices"
import type { Pool } from "@marginalia/datasets/files/pool"
import { UsageProblem } from "@marginalia/datasets/problems"
import { columnsOf, textsOf, type Where } from "@marginalia/datasets/where"
import * as Effect from "effect/Effect"
import type { Rows } from "../selection/positions.ts"
import { readScope, whereOf } from "../selection/scope.ts"
import { costsOf, spendOf } from "../selection/spending.ts"
import type { Limits } from "../unit.ts"

/** Limits as they were read, by the items' ids. */
export interface Limited {
  /** The items that may be chosen; undefined where all may. */
  readonly candidates: ReadonlySet<string> | undefined
  /** Those that must be, in their order. */
  readonly include: ReadonlyArray<string>
  readonly costs: ReadonlyMap<string, number> | undefined
  readonly spend: number | undefined
}

/** The columns of a pool's own table that limits look at, and the condition. */
export interface Looking {
  readonly where: Where | undefined
  readonly texts: ReadonlyArray<string>
  readonly aside: ReadonlyArray<string>
  /** The column of costs, read as groups are; none where there is no limit. */
  readonly priced: ReadonlyArray<string>
}

/** What limits look at. Fails with `UsageProblem` for a condition that cannot be read, and for one of two settings without the other. */
export const lookingAt = Effect.fnUntraced(function*(limits: Limits) {
  const where = yield* whereOf(limits), spend = yield* spendOf(limits)
  const own = limits.metadata === undefined ? where : undefined
  return {
    where,
    texts: own === undefined ? [] : columnsOf(own),
    aside: own === undefined ? [] : textsOf(own),
    priced: spend === undefined ? [] : [spend.column]
  } satisfies Looking as Looking
})

/** The limits of a pool that was read with what they look at; `ids` are its items', from its column `idColumn`. Fails as `select` does. */
export const readLimits = Effect.fnUntraced(function*(
  limits: Limits,
  { where }: Looking,
  pool: Pool<Rows>,
  { idColumn, ids }: { readonly ids: ReadonlyArray<string>; readonly idColumn: string | undefined }
) {
  const scope = yield* readScope(limits, { ...pool, idColumn }, where)
  const { costs, notes: dear } = yield* costsOf(yield* spendOf(limits), [], pool, [])
  yield* notes([...scope.notes, ...dear])
  return {
    candidates: scope.candidates === undefined ? undefined : new Set(Array.from(scope.candidates, (at) => ids[at]!)),
    include: Array.from(scope.include, (at) => ids[at]!),
    costs: costs === undefined ? undefined : new Map(ids.map((id, at) => [id, costs[at]!])),
    spend: limits.budgetCost
  } satisfies Limited as Limited
})

const gone = (name: string, id: string): UsageProblem =>
  new UsageProblem({
    problem:
      `${name}: the item ${id} is to be included, and it is not in the pool that is left: declined (no label), held out to test on, or not drawn`,
    hint: "leave it out, or give it a label, or the test items by test:",
    setting: "include",
    value: id,
    reason: "Missing"
  })

const nobody = (name: string): UsageProblem =>
  new UsageProblem({
    problem: `${name}: no item is left to choose from once the test items are held out`,
    hint: "choose from more",
    setting: "only",
    reason: "TooFew",
    value: 0,
    expected: 1
  })

/** What a plan says of limits, by the positions of the pool with these `ids`; test items are no candidates. Fails with `UsageProblem`. */
export const limitsAt = (
  name: string,
  limits: Limited | undefined,
  ids: ReadonlyArray<string>
): Effect.Effect<Pick<Plan, "candidates" | "include" | "costs" | "spend">, UsageProblem> => {
  if (limits === undefined) return Effect.succeed({})
  const { candidates, costs, include, spend } = limits, position = new Map(ids.map((id, at) => [id, at]))
  const stranger = include.find((id) => !position.has(id))
  if (stranger !== undefined) return Effect.fail(gone(name, stranger))
  const among = candidates === undefined ? undefined : ids.flatMap((id, at) => candidates.has(id) ? [at] : [])
  if (among?.length === 0) return Effect.fail(nobody(name))
  return Effect.succeed({
    ...(among === undefined ? {} : { candidates: among }),
    ...(include.length === 0 ? {} : { include: include.map((id) => position.get(id)!) }),
    ...(costs === undefined || spend === undefined ? {} : { costs: ids.map((id) => costs.get(id)!), spend })
  })
}
