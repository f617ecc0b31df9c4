/**
 * What many queries over one pool cost: the peak memory of four at once above the checked pool, and how long the event loop
 * waits while each strategy runs. 100,000 × 128 by default.
 *
 * `node --expose-gc bench/pool-sharing.ts [rows] [strategy,…]`. Prints for each strategy the longest delay of
 * `monitorEventLoopDelay` (its resolution of 10 ms taken off), the longest turn of the event loop in processor time, which a
 * busy machine does not lengthen, and the peak of resident memory.
 */
import { Matrix, MissingColumn, Pool, selectAny, Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { monitorEventLoopDelay } from "node:perf_hooks"

const rows = Number(process.argv[2] ?? 100_000)
const cols = 128
const only = process.argv[3]?.split(",")

/** A cheap sequence of numbers in [0, 1): the same in every run. */
const numbers = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state / 0x80000000
  }
}

const clouds = (): Matrix.Matrix => {
  const draw = numbers(1)
  const centers = Float32Array.from({ length: 50 * cols }, () => 4 * draw())
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < data.length; i++) {
    data[i] = centers[(Math.floor(i / cols) % 50) * cols + i % cols]! + draw() + draw() - 1
  }
  return Matrix.make(data, rows, cols)
}

const probabilities = (classes: number): Matrix.Matrix => {
  const draw = numbers(2)
  const data = new Float32Array(rows * classes)
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let c = 0; c < classes; c++) sum += data[i * classes + c] = draw() ** 3
    for (let c = 0; c < classes; c++) data[i * classes + c]! /= sum
  }
  return Matrix.make(data, rows, classes)
}

const mb = (bytes: number) => (bytes / 1e6).toFixed(1)
const settle = async () => {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * The longest turn of the event loop so far, in milliseconds of this thread's processor time: what a delay would be on an
 * idle machine.
 */
const turns = () => {
  let [longest, running] = [0, true]
  let before = process.threadCpuUsage()
  const look = () => {
    const { system, user } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1000)
    before = process.threadCpuUsage()
    if (running) setImmediate(look)
  }
  setImmediate(look)
  return () => {
    look()
    running = false
    return longest
  }
}

/** Runs something; tells the longest wait of the event loop, the seconds it took, and the peak of memory above the start. */
const watched = async <A>(run: () => Promise<A>) => {
  await settle()
  const before = process.memoryUsage.rss()
  let peak = before
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5)
  const delays = monitorEventLoopDelay({ resolution: 10 })
  delays.enable()
  await new Promise((resolve) => setTimeout(resolve, 30))
  delays.reset()
  const start = performance.now()
  const longestTurn = turns()
  await run()
  const seconds = (performance.now() - start) / 1000
  // The turn in which the run ended counts as well: it is over when a timer fires.
  const busy = longestTurn()
  await new Promise((resolve) => setTimeout(resolve, 30))
  delays.disable()
  clearInterval(sampler)
  return { busy, longest: delays.max / 1e6 - 10, seconds, above: Math.max(peak, process.memoryUsage.rss()) - before }
}

const show = ({ above, busy, longest, seconds }: Awaited<ReturnType<typeof watched>>) =>
  `${longest.toFixed(0).padStart(4)} ms (turn ${busy.toFixed(0).padStart(3)} ms), ${seconds.toFixed(2)} s, ${
    mb(above).padStart(5)
  } MB`

const fromEmbedding = ["random", "kcenter", "kmeans", "typiclust", "supclust", "probcover(delta=5)"]
const fromProbability = [
  "margin",
  "entropy",
  "least-confidence",
  "power",
  "ceal",
  "diverse-minibatch",
  "density-weighted"
]

const embedding = clouds()
const made = await watched(async () => await Pool.makePromise({ embedding }))
console.log(`Pool.make ${show(made)}`)
const pool = await Pool.makePromise({ embedding, probability: probabilities(10) })

for (const text of [...fromEmbedding, ...fromProbability].filter((name) => only?.includes(name) ?? true)) {
  const strategy = Strategy.readUnsafe(text, registry)
  const ask = (seed: number) => selectAny(strategy, { pool, labeled: [1, 2, 3], labels: [0, 1, 2], budget: 50, seed })
  try {
    const alone = await watched(() => ask(0))
    const four = await watched(() => Promise.all([1, 2, 3, 4].map(ask)))
    console.log(`${text.padEnd(20)} one: ${show(alone)};  four at once: ${show(four)}`)
  } catch (error) {
    // A strategy that needs a column that this pool has not; nothing else is passed over.
    if (!(error instanceof MissingColumn)) throw error
    console.log(`${text.padEnd(20)} not measured: ${error.message}`)
  }
}
