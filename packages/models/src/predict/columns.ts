/** The columns that a model is asked for. */
import * as Suggest from "@marginalia/core/Suggest"
import type { RoundColumn } from "@marginalia/datasets/files/round-about"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import type { Model } from "../model/Model.ts"

/** The names that columns are asked for by; `gradient` stands for the two that it is made of, `probability` and `feature`. */
export const columnNames = ["probability", "passes", "feature", "projection", "prototype", "gradient"] as const

const isName = (name: string): name is typeof columnNames[number] =>
  (columnNames as ReadonlyArray<string>).includes(name)

/**
 * The columns of these `names`, each once, in their order; `gradient` stands for the two that it is made of. Fails with
 * `UsageProblem` for a name that is none.
 */
export const readColumns = Effect.fnUntraced(function*(names: ReadonlyArray<string>) {
  const found = new Set<RoundColumn>()
  for (const name of names) {
    if (!isName(name)) {
      const problem = `there is no column "${name}"`
      return yield* new UsageProblem({
        problem,
        hint: `use ${columnNames.join(", ")}.${Suggest.hint(name, columnNames)}`,
        ...Suggest.fault(name, columnNames),
        reason: "Unknown",
        setting: "columns"
      })
    }
    for (const output of name === "gradient" ? ["probability", "feature"] as const : [name]) found.add(output)
  }
  return found
})

/** What a round folder holds unless it is said: all that one pass over the items gives. */
export const columnsOf = ({ built }: Model): ReadonlySet<RoundColumn> =>
  new Set(["probability", "feature", ...(built.fixed === undefined ? [] : ["projection", "prototype"] as const)])
