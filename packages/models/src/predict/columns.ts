/**
 * What `--columns` says.
 */
import { Suggest } from "@marginalia/core"
import type { RoundColumn } from "@marginalia/datasets/files/round-about"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { Model } from "@marginalia/models/training"
import * as Effect from "effect/Effect"

/** The columns that are written. */
export type Output = RoundColumn

const names = ["probability", "passes", "feature", "projection", "prototype", "gradient"] as const

const isName = (name: string): name is typeof names[number] => (names as ReadonlyArray<string>).includes(name)

/** The columns to write, each once; `gradient` stands for the two that it is made of. Fails with `UsageProblem`. */
export const readColumns = Effect.fnUntraced(function*(text: string) {
  const found = new Set<Output>()
  for (const name of text.split(",").map((part) => part.trim())) {
    if (!isName(name)) {
      const problem = `there is no column "${name}"`
      return yield* new UsageProblem({
        problem,
        hint: `use ${names.join(", ")}.${Suggest.hint(name, names)}`,
        ...Suggest.fault(name, names),
        reason: "Unknown",
        setting: "columns"
      })
    }
    for (const output of name === "gradient" ? ["probability", "feature"] as const : [name]) found.add(output)
  }
  return found
})

/** What a round folder holds unless `--columns` says it: all that one pass over the items gives. */
export const columnsOf = ({ built }: Model): ReadonlySet<Output> =>
  new Set(["probability", "feature", ...(built.fixed === undefined ? [] : ["projection", "prototype"] as const)])
