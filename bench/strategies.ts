/**
 * TypiClust and SUPClust, whole, against scikit-learn's k-means plus faiss within clusters, side by side.
 *
 *     node bench/strategies.ts [--threads 1] [--seeds 3]
 */
import { Query, Strategy } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import { supclust, typiclust } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { parseArgs } from "node:util"
import { pool, poolFile } from "./pool.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    threads: { type: "string", default: "1" },
    peer: { type: "boolean", default: true }
  }
})
const seeds = Number(values.seeds)
const threads = Number(values.threads)
const budget = 100

const peer = (
  seed: number
): { readonly total: number; readonly kmeans: number; readonly neighbors: number } | undefined => {
  const env = { ...process.env, OMP_NUM_THREADS: values.threads, OPENBLAS_NUM_THREADS: values.threads }
  const args = ["bench/peers/strategies.py", poolFile(), values.threads, String(budget), String(seed)]
  const { stderr, stdout, status } = spawnSync("/usr/bin/python3", args, { env, encoding: "utf8" })
  if (status === 0) return JSON.parse(stdout) as { total: number; kmeans: number; neighbors: number }
  console.log(`no peer: ${stderr.trim().split("\n").at(-1)} (Debian: python3-sklearn, python3-faiss)`)
  return undefined
}

const ours = async (strategy: Strategy.Strategy<"embedding">, seed: number): Promise<number> => {
  const start = performance.now()
  const query = Query.makeUnsafe({ embedding, budget, seed })
  const run = Strategy.run(strategy, query)
  const { trace } = await Effect.runPromise(
    threads === 1 ? run : Effect.provide(run, Kernels.layer({ threads }))
  )
  const seconds = (performance.now() - start) / 1000
  const steps = trace.map((entry) => `${entry.step.split("(")[0]} ${(entry.milliseconds / 1000).toFixed(2)}`)
  console.log(`  ${Strategy.text(strategy)} ${seconds.toFixed(2)} s: ${steps.join(", ")}`)
  return seconds
}

const embedding = pool()
const ratios = new Map<string, Array<number>>()
for (let seed = 0; seed < seeds; seed++) {
  const theirs = values.peer ? peer(seed) : undefined
  if (theirs !== undefined) {
    console.log(
      `scikit-learn + faiss ${theirs.total.toFixed(2)} s: k-means ${theirs.kmeans.toFixed(2)}, neighbors ${
        theirs.neighbors.toFixed(2)
      }`
    )
  }
  for (const strategy of [typiclust(), supclust()]) {
    const seconds = await ours(strategy, seed)
    if (theirs !== undefined) {
      const ratio = seconds / theirs.total
      console.log(`  ratio ${ratio.toFixed(2)} (bar 0.40)`)
      ratios.set(Strategy.text(strategy), [...ratios.get(Strategy.text(strategy)) ?? [], ratio])
    }
  }
}
for (const [name, all] of ratios) {
  const sorted = all.toSorted((a, b) => a - b)
  console.log(`${name}: median ratio ${sorted[Math.floor(sorted.length / 2)]!.toFixed(2)} over ${sorted.length} seeds`)
}
console.log(`peak memory of this process, benchmark included: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
