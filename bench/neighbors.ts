/**
 * The 20 nearest neighbors within 100 clusters of about 500 (typicality's share of TypiClust) against faiss's exact
 * search in each cluster. The clusters are the Gaussians that the pool was drawn from.
 *
 *     node bench/neighbors.ts [--threads 1] [--runs 3] [--variant simd]
 */
import { Neighbors, Rng } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"
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
const matrix = pool()
const key = Rng.derive(Rng.fromSeed(20_240_601), "group")
const group = Int32Array.from({ length: matrix.rows }, (_, i) => Rng.integer(key, i, 100))
const groupFile = `${poolFile()}.groups`
writeFileSync(groupFile, group)

const members = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
const search = Neighbors.exact.within({ matrix, members, group, neighbors: (m) => Math.min(20, m >> 1) })
const layer = Kernels.layer({ threads, ...(values.variant === undefined ? {} : { variant: values.variant as "simd" }) })

for (let run = 0; run < Number(values.runs); run++) {
  const theirs = peer("neighbors.py", threads, [poolFile(), groupFile, values.threads])
  const [seconds, table] = await timed(() => Effect.runPromise(Effect.provide(search, layer)))
  compare(`neighbors within clusters, ${threads} threads`, seconds, theirs, "part of the bar of TypiClust")
  if (theirs !== undefined) {
    const sum = table.distances.reduce((total, d) => Number.isNaN(d) ? total : total + d, 0)
    console.log(`  sum of distances: ours ${sum.toFixed(4)}, peer ${Number(theirs["sum"]).toFixed(4)}`)
  }
}
console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
