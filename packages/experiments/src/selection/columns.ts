/**
 * The files that a selection reads, checked by their names. Tested in packages/cli/test/bad-input.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import * as Strategy from "@marginalia/core/Strategy"
import * as Suggest from "@marginalia/core/Suggest"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

const known = [
  "embedding",
  "probability",
  "passes",
  "feature",
  "projection",
  "prototype",
  "gradient",
  "cluster",
  "heldOut",
  "labelProbability",
  "estimate"
]

/** The columns by which a strategy groups items, which the pool's own table may hold. */
export const groupsOf = (strategy: Strategy.Any): ReadonlyArray<string> =>
  Strategy.groupedBy(strategy).filter((name) => !known.includes(name))

/** Refuses a column that neither the core knows nor the strategy needs; `costs` is the one that says what labels cost, if there is one. */
export const checkColumn = (
  name: string,
  strategy: Strategy.Any,
  costs?: string
): Effect.Effect<void, UsageProblem> => {
  if (name === "embedding") {
    const problem = "the pool itself is the embedding"
    const hint = Message.text`leave ${Message.column("embedding")} out`
    return Effect.fail(new UsageProblem({ problem, hint, reason: "Idle", setting: "columns", column: name }))
  }
  if (name === "target") {
    const problem = "targets are the labels, where these are numbers"
    const hint = Message.text`give them as ${Message.setting("labels", { example: "FILE" })}`
    return Effect.fail(new UsageProblem({ problem, hint, reason: "Idle", setting: "columns", column: name }))
  }
  const names = [...known, ...Strategy.needs(strategy), ...(costs === undefined ? [] : [costs])]
  if (names.includes(name)) return Effect.void
  const problem = `there is no column "${name}", and the strategy needs none of that name`
  const hint = `use one of ${known.slice(1).join(", ")}.${Suggest.hint(name, names)}`
  return Effect.fail(
    new UsageProblem({ problem, hint, ...Suggest.fault(name, names), reason: "Unknown", setting: "columns" })
  )
}

/** Only one of the inputs may be the standard input. */
export const checkStdin = (paths: ReadonlyArray<string>): Effect.Effect<void, UsageProblem> =>
  paths.filter((path) => path === "-").length < 2
    ? Effect.void
    : Effect.fail(
      new UsageProblem({
        problem: "two inputs are -",
        hint: "read one of them from a file",
        reason: "Twice",
        setting: "stdin",
        value: "-"
      })
    )
