/** Scores computed by numpy and scipy (uncertainty.py), to compare ours with. */
import { assert } from "@effect/vitest"
import type { Columns, Score } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { near, scored } from "../model-based.ts"

interface Golden {
  readonly passes: ReadonlyArray<ReadonlyArray<number>>
  readonly scores: { readonly [score: string]: ReadonlyArray<number> }
}

const golden = JSON.parse(readFileSync(new URL("uncertainty.json", import.meta.url), "utf8")) as Golden

const passes = golden.passes.map((data) => ({ data: Float32Array.from(data), rows: 12, cols: 4 }))

/** Fails unless a score agrees with the recorded one. */
export const agrees = (score: Score.Score<"probability" | "passes">): Effect.Effect<void, unknown> => {
  const columns: Partial<Columns> = { passes, probability: passes[0]! }
  return Effect.map(scored(score, columns), (values) => {
    const expected = golden.scores[score.spec.name]!
    values.forEach((x, i) => assert.isTrue(near(x, expected[i]!, 1e-13), `item ${i}: ${x}, not ${expected[i]}`))
  })
}
