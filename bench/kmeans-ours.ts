/** Our k-means on the shared pool: one JSON line a seed, then the peak memory. A process of its own, as the peer is. */
import { Clusterer, Rng } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import { pool } from "./pool.ts"

const [rows, cols, k, first, last, threads, variant] = process.argv.slice(2) as [string, ...Array<string>]

const matrix = pool(Number(rows), Number(cols))

const one = Effect.fnUntraced(function*(seed: number) {
  const start = performance.now()
  let seeded = 0
  const onProgress = (done: number) => Effect.sync(() => void (seeded ||= done === Number(k) ? performance.now() : 0))
  const request = { matrix, k: Number(k), key: Rng.fromSeed(seed), onProgress }
  const { inertia, iterations } = yield* Clusterer.kmeans.cluster(request)
  const seconds = (performance.now() - start) / 1000
  console.log(JSON.stringify({ seed, seconds, seeding: (seeded - start) / 1000, inertia, iterations }))
})

await Effect.runPromise(
  Effect.forEach(Array.from({ length: Number(last) - Number(first) }, (_, i) => Number(first) + i), one).pipe(
    Effect.provide(Kernels.layer({
      threads: Number(threads),
      ...(variant === undefined ? {} : { variant: variant as "relaxed-simd" | "simd" | "typescript" })
    }))
  )
)
console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS / 1024 }))
