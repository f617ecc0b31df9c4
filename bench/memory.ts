/**
 * The peak memory of SUPClust, budget 100, on the benchmark's pool: of the whole process, Node included.
 *
 *     node bench/memory.ts [strategy]
 */
import { Query, Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { Effect } from "effect"
import { pool } from "./pool.ts"

const strategy = Strategy.readUnsafe(process.argv[2] ?? "supclust", registry)
const before = process.resourceUsage().maxRSS / 1024
const embedding = pool()
const query = Query.makeUnsafe({ embedding, budget: 100, seed: 0 })
await Effect.runPromise(Strategy.runAny(strategy, query))
const peak = process.resourceUsage().maxRSS / 1024
const bytes = embedding.data.byteLength / 2 ** 20
const bar = 1.5 * bytes + 150
console.log(
  `${Strategy.text(strategy)}: pool ${bytes.toFixed(0)} MiB, Node alone ${before.toFixed(0)} MiB, ` +
    `peak ${peak.toFixed(0)} MiB (bar ${bar.toFixed(0)} MiB: 1.5 × pool + 150)`
)
