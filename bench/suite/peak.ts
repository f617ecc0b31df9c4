/**
 * The memory that one strategy takes: `node bench/suite/peak.ts NAME ROWS COLS THREADS`, a process of its own; one line of JSON. The most
 * that it holds while it selects, beside what was there before: Node, the columns, and the library.
 */
import { Matrix, Query, Rng, Simplex, Strategy } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { readFileSync, writeFileSync } from "node:fs"
import { normals, probabilityOf, softmax } from "../model-columns.ts"
import { pool } from "../pool.ts"

/** What a process tells. */
export interface Peak {
  /** Megabytes of the columns that the strategy was given. */
  readonly columns: number
  /** Megabytes at the most, beside everything that was there before. */
  readonly beside: number
  readonly seconds: number
}

const CLASSES = 10, PASSES = 10, LABELED = 100
const [name = "", rows = "20000", cols = "256", threads = "2"] = process.argv.slice(2)

/** Kilobytes of a line of this process's status. */
const status = (line: string): number =>
  Number(new RegExp(`^${line}:\\s+(\\d+) kB`, "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1])

const matrices = (n: number, embedding: Matrix.Matrix): Readonly<Partial<Record<string, () => unknown>>> => ({
  embedding: () => embedding,
  feature: () => embedding,
  probability: () => probabilityOf(embedding, CLASSES, 3),
  labelProbability: () => softmax(normals("labels", n * CLASSES), n, CLASSES),
  passes: () => Array.from({ length: PASSES }, (_, t) => softmax(normals(`pass ${t}`, n * CLASSES), n, CLASSES)),
  projection: () => Matrix.make(normals("projection", n * (CLASSES - 1)), n, CLASSES - 1),
  prototype: () => Simplex.make(CLASSES),
  estimate: () => Matrix.make(normals("estimate", n), n, 1),
  heldOut: () => softmax(normals("held out", n * CLASSES), n, CLASSES)
})

const bytesOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + bytesOf(one), 0)
  const { data, left, right } = value as { data?: ArrayBufferView; left?: unknown; right?: unknown }
  return data?.byteLength ?? (left === undefined ? 0 : bytesOf(left) + bytesOf(right))
}

const main = async (): Promise<Peak> => {
  const n = Number(rows), made = registry.strategy.get(name)
  if (made === undefined) throw new Error(`there is no strategy "${name}"`)
  const strategy = (made.make as () => Strategy.Any)()
  const from = matrices(n, pool(n, Number(cols)))
  const needed: ReadonlyArray<string> = [...Strategy.needs(strategy)]
  const columns = Object.fromEntries(needed.map((column) => {
    const make = from[column]
    if (make === undefined) throw new Error(`no ${column} is made here`)
    return [column, make()] as const
  }))
  const labeled = Uint32Array.from({ length: LABELED }, (_, i) => i * Math.floor(n / LABELED))
  const labels = Int32Array.from(labeled, (_, i) => Rng.integer(Rng.fromSeed(1), i, CLASSES))
  const query = Query.makeUnsafe(
    { ...columns, size: n, classes: CLASSES, labeled, labels, budget: 100, seed: 1 } as never
  )
  const layer = Kernels.layer({ threads: Number(threads) })
  globalThis.gc?.()
  const before = status("VmRSS")
  // Forgets the most that this process ever held.
  writeFileSync("/proc/self/clear_refs", "5")
  const start = performance.now()
  await Effect.runPromise(Effect.provide(Strategy.runAny(strategy, query), layer))
  const seconds = (performance.now() - start) / 1000
  const total = needed.reduce((sum, column) => sum + bytesOf(columns[column]), 0)
  return { columns: total / 1e6, beside: Math.max(0, status("VmHWM") - before) * 1024 / 1e6, seconds }
}

console.log(JSON.stringify(await main()))
