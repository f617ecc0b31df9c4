/**
 * BADGE, 100 picks over 50,000 × (512 features, 10 classes), against its factorized form in numpy (float32 products).
 * Bar: 0.7, with less than 50 MB beside the columns.
 *
 *     node bench/badge.ts [--threads 1] [--runs 3] [--relu]
 *
 * The pool's rows are the features, as they are or with negative numbers set to zero (as after a ReLU).
 */
import { Query, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import { badge } from "../packages/strategies/src/recipe/badge.ts"
import { file, probabilityOf } from "./model-columns.ts"
import { compare, peer } from "./neighbors-peer.ts"
import { pool } from "./pool.ts"

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "1" },
    runs: { type: "string", default: "3" },
    relu: { type: "boolean", default: false }
  }
})

const feature = pool()
if (values.relu) feature.data.forEach((x, i) => feature.data[i] = Math.max(0, x))
const probability = probabilityOf(feature, 10, 3)
const paths = [file("badge-feature", feature), file("badge-probability", probability)]
const query = Query.makeUnsafe({ feature, probability, budget: 100, seed: 1 })
const before = process.memoryUsage().rss
let extra = 0

for (let run = 0; run < Number(values.runs); run++) {
  const theirs = peer("badge.py", Number(values.threads), [...paths, "100", "10", "512"])
  const start = performance.now()
  Effect.runSync(Strategy.run(badge(), query))
  extra ||= process.resourceUsage().maxRSS / 1024 - before / 2 ** 20
  compare(values.relu ? "badge, ReLU" : "badge", (performance.now() - start) / 1000, theirs, "bar 0.7")
}
console.log(`peak memory beside the columns, first run, the engine's own included: ${extra.toFixed(0)} MiB`)
