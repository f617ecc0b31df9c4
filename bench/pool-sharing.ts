/**
 * What many queries over one pool cost: the peak memory of one and of four at once above the checked pool, and how long the
 * event loop waits meanwhile. 100,000 × 128 by default.
 *
 * `node bench/pool-sharing.ts [rows] [strategy,…]`; with `NORMALIZED=1` the pool keeps its rows at unit length. Every number is measured in a process of its own, which has run the
 * strategy on a small pool before, so that no strategy finds memory that another has touched. For each it prints the longest
 * delay of `monitorEventLoopDelay` (its resolution taken off), which other processes lengthen; the longest turn of the event
 * loop in processor time of this thread, which they do not; and the peak of resident memory above the pool.
 */
import { type Columns, Matrix, Pool, selectAny, Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { execFileSync } from "node:child_process"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { fileURLToPath } from "node:url"

const cols = 128
const classes = 10

/** A cheap sequence of numbers in [0, 1): the same in every run. */
const numbers = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state / 0x80000000
  }
}

const clouds = (rows: number, seed: number): Matrix.Matrix => {
  const draw = numbers(seed)
  const centers = Float32Array.from({ length: 50 * cols }, () => 4 * draw())
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < data.length; i++) {
    data[i] = centers[(Math.floor(i / cols) % 50) * cols + i % cols]! + draw() + draw() - 1
  }
  return Matrix.make(data, rows, cols)
}

const uniforms = (rows: number, width: number, seed: number): Matrix.Matrix => {
  const draw = numbers(seed)
  return Matrix.make(Float32Array.from({ length: rows * width }, () => draw() - 0.5), rows, width)
}

const probabilities = (rows: number, seed: number): Matrix.Matrix => {
  const draw = numbers(seed)
  const data = new Float32Array(rows * classes)
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let c = 0; c < classes; c++) sum += data[i * classes + c] = draw() ** 3
    for (let c = 0; c < classes; c++) data[i * classes + c]! /= sum
  }
  return Matrix.make(data, rows, classes)
}

/** All columns that strategies ask for. */
const columnsOf = (rows: number): Partial<Columns> => ({
  embedding: clouds(rows, 1),
  feature: clouds(rows, 3),
  probability: probabilities(rows, 2),
  passes: Array.from({ length: 5 }, (_, t) => probabilities(rows, 10 + t)),
  projection: uniforms(rows, classes - 1, 4)
})

const settle = async () => {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The longest turn of the event loop until it is asked, in milliseconds of this thread's processor time. */
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

interface Measured {
  /** Milliseconds. */
  readonly delay: number
  readonly turn: number
  readonly seconds: number
  /** Megabytes. */
  readonly above: number
}

/** Runs something, and watches the event loop and the memory meanwhile. */
const watched = async (run: () => Promise<unknown>): Promise<Measured> => {
  await settle()
  const before = process.memoryUsage.rss()
  let peak = before
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()))
  const sampler = setInterval(look, 5)
  const delays = monitorEventLoopDelay({ resolution: 10 })
  delays.enable()
  await new Promise((resolve) => setTimeout(resolve, 30))
  delays.reset()
  const start = process.threadCpuUsage(), longestTurn = turns()
  await run()
  const turn = longestTurn(), { system, user } = process.threadCpuUsage(start)
  // The turn in which the run ended counts as well: it is over when a timer fires.
  await new Promise((resolve) => setTimeout(resolve, 30))
  delays.disable()
  clearInterval(sampler)
  look()
  return { delay: delays.max / 1e6 - 10, turn, seconds: (user + system) / 1e6, above: (peak - before) / 1e6 }
}

const asking = (text: string, pool: Pool.Any) => (seed: number) =>
  selectAny(Strategy.readUnsafe(text, registry), {
    pool,
    labeled: [1, 2, 3],
    labels: [0, 1, 2],
    budget: Number(process.env["BUDGET"] ?? 50),
    seed
  })

/** Where the pool keeps its rows at unit length instead of as they are given. */
const normalized = process.env["NORMALIZED"] === "1"

const all = (text: string, pool: Pool.Any, queries: number) =>
  Promise.all(Array.from({ length: queries }, (_, seed) => asking(text, pool)(seed)))

/** In a process of its own: what so many queries at once cost; without any, what making the pool costs. */
const child = async (text: string, rows: number, queries: number): Promise<Measured> => {
  const warm = await Pool.makePromise({ ...columnsOf(2000), normalized })
  for (let run = 0; run < 3; run++) await all(text, warm, Math.max(1, queries))
  const columns = columnsOf(rows)
  if (queries === 0) return watched(() => Pool.makePromise({ ...columns, normalized }))
  const pool = await Pool.makePromise({ ...columns, normalized })
  return watched(() => all(text, pool, queries))
}

/** What is asked of each strategy: its defaults, but where these are not for a pool of this size or say nothing. */
const INSTEAD: { readonly [name: string]: string } = {
  // With a radius at which a few dozen items are near each, at unit length.
  probcover: "probcover(delta=0.21)",
  // As its page says of large pools.
  batchbald: "subsample(2000, batchbald)",
  // With a tenth of its batches.
  refine: "refine(batches=10)"
}

/** One name stands for two methods, and asks which. */
const AMBIGUOUS = "dbal"

const recipes = [...registry.strategy.keys()].filter((name) => name !== AMBIGUOUS).map((name) => INSTEAD[name] ?? name)

const show = ({ above, delay, seconds, turn }: Measured) =>
  `delay ${delay.toFixed(0).padStart(3)} ms, turn ${turn.toFixed(0).padStart(3)} ms, ${
    above.toFixed(1).padStart(5)
  } MB, ${seconds.toFixed(2)} s`

const measure = (text: string, rows: number, queries: number): Measured => {
  const args = ["--expose-gc", fileURLToPath(import.meta.url), String(rows), text, String(queries)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Measured
}

const [given = "100000", text, queries] = process.argv.slice(2)
const rows = Number(given)
if (queries !== undefined) console.log(JSON.stringify(await child(text!, rows, Number(queries))))
else {
  console.log(`Pool.make            ${show(measure("random", rows, 0))}`)
  for (const name of text?.split(",") ?? recipes) {
    console.log(`${name.padEnd(20)} one: ${show(measure(name, rows, 1))};  four: ${show(measure(name, rows, 4))}`)
  }
}
