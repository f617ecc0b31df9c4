/**
 * BatchBALD: 2,000 candidates × 10 classes × 20 passes, 10 picks. Bar: 10 s. And the same with other numbers of samples.
 *
 *     node bench/batchbald.ts
 */
import { Query, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { batchBald } from "../packages/strategies/src/batch/batchbald.ts"
import { normals, softmax } from "./model-columns.ts"

const [items, classes, T, budget] = [2000, 10, 20, 10]
const common = normals("batchbald", items * classes)
const passes = Array.from({ length: T }, (_, t) => {
  const own = normals(`batchbald ${t}`, items * classes)
  return softmax(own.map((x, i) => 1.5 * (x + common[i]!)), items, classes)
})
const query = Query.makeUnsafe({ passes, budget, seed: 1 })
const picks = new Map<number, Uint32Array>()

for (const samples of [1000, 2000, 10_000]) {
  const start = process.cpuUsage()
  const { positions, scores, trace } = Effect.runSync(Strategy.run(Strategy.make(batchBald({ samples })), query))
  const { system, user } = process.cpuUsage(start)
  const seconds = ((user + system) / 1e6).toFixed(2)
  const total = scores.reduce((a, b) => a + b, 0).toFixed(4)
  console.log(
    `${samples} samples: ${seconds} s of processor time (bar 10 for 2000), information ${total} nats`,
    trace.at(-1)?.notes
  )
  picks.set(samples, positions)
}
const last = new Set(picks.get(10_000))
for (const [samples, positions] of picks) {
  console.log(`${samples} samples: ${positions.filter((p) => last.has(p)).length} of ${budget} picks of 10,000 samples`)
}
