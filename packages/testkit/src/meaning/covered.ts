/**
 * What covering clusters in turn means.
 */
import { Strategy } from "@marginalia/core"
import { claim, list } from "../claim.ts"
import type { Input } from "../generate/query.ts"
import { answer, forOnly } from "../run.ts"
import { holding, meaning } from "./law.ts"

/** The clusters that hold a label, and those of the candidates that hold none. */
const sides = (input: Input) => {
  const { assignment } = input.cluster!
  const labeled = Array.from(input.labeled ?? [])
  const covered = new Set(labeled.map((i) => assignment[i]!))
  const all = Array.from(input.candidates ?? assignment.keys()).filter((i) => !labeled.includes(i))
  return { covered, open: new Set(all.map((i) => assignment[i]!).filter((number) => !covered.has(number))) }
}

/** Covered clusters are served last. */
export const coveredLast = meaning<Strategy.Any>({
  id: "covered-last",
  title: "covered clusters are served last",
  statement:
    "No item of a cluster that holds a label is picked before every cluster without labels has been picked from.",
  about: "a strategy that serves given clusters in turn",
  property: (strategy, setting) => {
    const needs = Strategy.needs(strategy, new Set(["cluster"]))
    return forOnly(
      holding(setting, [...new Set([...needs, "cluster" as const])]),
      { labeled: "some", partitions: ["one", "gaps", "distinct"] },
      async (input) => {
        const { covered, open } = sides(input)
        const { positions } = await answer(setting, strategy, input)
        const numbers = Array.from(positions, (i) => input.cluster!.assignment[i]!)
        numbers.forEach((number, i) => {
          const served = new Set(numbers.slice(0, i))
          const skipped = covered.has(number) ? [...open].filter((one) => !served.has(one)) : []
          claim(skipped.length === 0, () => `pick ${i} of ${list(positions)} passes over clusters ${list(skipped)}`)
        })
      }
    )
  }
})
