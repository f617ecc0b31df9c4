/**
 * MSAL-D's selection over 50,000 × 99 projections, 100 classes, 500 picks, β = 10, against the numpy matrix product with
 * the prototypes and its row maxima alone (float32). Bar: 1.1.
 *
 *     node bench/msal.ts [--threads 1] [--runs 3]
 */
import { Matrix, Query, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import { msalD } from "../packages/strategies/src/recipe/msal-d.ts"
import { fastest, file, normals } from "./model-columns.ts"
import { peer } from "./neighbors-peer.ts"

const { values } = parseArgs({
  options: { threads: { type: "string", default: "1" }, runs: { type: "string", default: "3" } }
})

const [rows, cols] = [50_000, 99]
const projection = Matrix.make(normals("projection", rows * cols), rows, cols)
const path = file("projection", projection)
const query = Query.makeUnsafe({ projection, classes: 100, budget: 500, seed: 0 })
const steps = () => Effect.runSync(Strategy.run(msalD(), query)).trace

for (let run = 0; run < Number(values.runs); run++) {
  const theirs = peer("msal.py", Number(values.threads), [path, String(cols)])
  const [seconds] = fastest(15, steps)
  const other = Number(theirs?.["seconds"])
  const [ours, his] = [seconds, other].map((s) => `${(1000 * s).toFixed(1)} ms`)
  console.log(`msal-d: ours ${ours}, peer ${his}: ratio ${(seconds / other).toFixed(3)} (bar 1.1), fastest of 15 each`)
}
for (const { milliseconds, step } of steps()) console.log(`  ${milliseconds.toFixed(1)} ms ${step}`)
