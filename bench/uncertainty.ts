/**
 * Margin and entropy of 50,000 × 100 float32 probabilities, against the numpy expressions in float64. Bar: 1.
 *
 *     node bench/uncertainty.ts [--threads 1] [--runs 3]
 */
import { Query } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import { entropy } from "../packages/strategies/src/uncertainty/entropy.ts"
import { margin } from "../packages/strategies/src/uncertainty/margin.ts"
import { frameOf } from "../packages/strategies/test/model-based.ts"
import { fastest, file, normals, softmax } from "./model-columns.ts"
import { peer } from "./neighbors-peer.ts"

const { values } = parseArgs({
  options: { threads: { type: "string", default: "1" }, runs: { type: "string", default: "3" } }
})

const [rows, cols] = [50_000, 100]
const probability = softmax(normals("probability", rows * cols).map((x) => 2 * x), rows, cols)
const path = file("probability", probability)
Query.makeUnsafe({ probability, budget: 1, seed: 0 })
const frame = frameOf({ probability })

for (let run = 0; run < Number(values.runs); run++) {
  const theirs = peer("uncertainty.py", Number(values.threads), [path, String(cols)])
  for (const score of [margin(), entropy()]) {
    const name = score.spec.name
    const [seconds] = fastest(7, () => Effect.runSync(score.of(frame)))
    const other = Number(theirs?.[name])
    const [ours, his] = [seconds, other].map((s) => `${(1000 * s).toFixed(1)} ms`)
    console.log(`${name}: ours ${ours}, peer ${his}: ratio ${(seconds / other).toFixed(3)} (bar 1), fastest of 7 each`)
  }
}
