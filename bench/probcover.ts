/**
 * ProbCover's graph (every pair compared, exactly) and 100 picks, at the radius at which 1 % of pairs are neighbors,
 * against a blocked numpy version (one matrix product a block, in float32). Bar: 0.5.
 *
 *     node bench/probcover.ts [--threads 1] [--runs 1] [--rows 50000] [--variant simd]
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
    runs: { type: "string", default: "1" },
    rows: { type: "string", default: "50000" },
    variant: { type: "string" }
  }
})
const threads = Number(values.threads)
const budget = 100
const matrix = pool(Number(values.rows))
const rows = Uint32Array.from({ length: matrix.rows }, (_, i) => i)

/** The 1 % quantile of the distances among 2,000 evenly spaced items. */
const radiusAt = (share: number): number => {
  const sample = Array.from({ length: 2000 }, (_, i) => Math.floor(i * matrix.rows / 2000))
  const distances = sample.flatMap((a, i) =>
    sample.slice(0, i).map((b) => Neighbors.distance(matrix.data, matrix.cols, a, b))
  )
  return Float64Array.from(distances).sort()[Math.floor(share * distances.length)]!
}
const radius = radiusAt(0.01)

const probcover = Effect.gen(function*() {
  const start = performance.now()
  const graph = yield* Neighbors.radiusGraph({ matrix, rows, radius })
  const built = performance.now()
  const { picks } = yield* Neighbors.maxCover(graph, { covered: new Uint32Array(), eligible: rows, budget })
  const [first, second] = [(built - start) / 1000, (performance.now() - built) / 1000]
  return { picks, edges: graph.targets.length, parts: `graph ${first.toFixed(2)} s, picks ${second.toFixed(2)} s` }
})
const layer = Kernels.layer({ threads, ...(values.variant === undefined ? {} : { variant: values.variant as "simd" }) })

for (let run = 0; run < Number(values.runs); run++) {
  const theirs = peer("probcover.py", threads, [poolFile(Number(values.rows)), String(radius), String(budget)])
  const [seconds, { edges, parts, picks }] = await timed(() => Effect.runPromise(Effect.provide(probcover, layer)))
  compare(`ProbCover, ${threads} threads`, seconds, theirs, "bar 0.5")
  console.log(`  ours: ${parts}, ${edges} edges at radius ${radius.toFixed(4)}`)
  const others = (theirs?.["picks"] ?? []) as ReadonlyArray<number>
  if (theirs !== undefined) {
    const same = picks.filter((p, i) => p === others[i]).length
    const { edges: count, graph } = theirs as unknown as { readonly edges: number; readonly graph: number }
    console.log(
      `  peer: graph ${graph.toFixed(2)} s, ${count} edges (float32); ${same} of ${budget} picks are the same`
    )
  }
}
console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
