/**
 * Greedy k-center, 100 picks, 10 labeled, against scikit-learn's pairwise_distances with a running minimum. Bar: 0.5.
 *
 *     node bench/kcenter.ts [--threads 1] [--runs 3] [--variant simd]
 */
import { Neighbors } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import { compare, peer, timed } from "./neighbors-peer.ts"
import { pool, poolFile } from "./pool.ts"

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "1" },
    runs: { type: "string", default: "3" },
    variant: { type: "string" }
  }
})
const threads = Number(values.threads)
const budget = 100
const matrix = pool()
const centers = Uint32Array.from({ length: 10 }, (_, i) => 17 + 4999 * i)
const candidates = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
const search = Neighbors.farthestFirst({ matrix, centers, candidates, budget })
const layer = Kernels.layer({ threads, ...(values.variant === undefined ? {} : { variant: values.variant as "simd" }) })

for (let run = 0; run < Number(values.runs); run++) {
  const theirs = peer("kcenter.py", threads, [poolFile(), String(budget), [...centers].join()])
  const [seconds, { picks }] = await timed(() => Effect.runPromise(Effect.provide(search, layer)))
  compare(`k-center, ${threads} threads`, seconds, theirs, "bar 0.5")
  const others = (theirs?.["picks"] ?? []) as ReadonlyArray<number>
  if (theirs !== undefined) {
    console.log(`  ${picks.filter((p, i) => p === others[i]).length} of ${budget} picks are the peer's`)
  }
}
console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
