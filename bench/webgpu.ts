/**
 * Kernels that ask a graphics card beside those that do not: `node bench/webgpu.ts [--rows 50000] [--cols 512] [-k 100] [--threads N] [--only k-means,…]`.
 *
 * Each work is done once on the processor and then on the card, the rows there from its second work on, and both answers are compared bit
 * by bit. `open` is the part of what the card was asked that it left to the processor: rows, rounds of k-means++, pairs, rows measured.
 * Exits with 1 where an answer differs, and with 2 where there is no card. Under five minutes at the usual size on eight threads; an adapter in
 * software says nothing of cards, and wants a small size: `--rows 2000 --cols 64`.
 */
import { Clusterer, Kernels, Neighbors, Pool, Rng } from "@marginalia/core"
import type * as Matrix from "@marginalia/core/Matrix"
import { Kernels as Threaded } from "@marginalia/core/node"
import { make } from "@marginalia/core/webgpu"
import { gpuHere } from "@marginalia/models/webgpu"
import * as Effect from "effect/Effect"
import { availableParallelism } from "node:os"
import { isDeepStrictEqual, parseArgs } from "node:util"
import { table } from "../packages/cli/src/terminal/table.ts"
import { pool } from "./pool.ts"

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "50000" },
    cols: { type: "string", default: "512" },
    k: { type: "string", short: "k", default: "100" },
    threads: { type: "string", default: String(availableParallelism()) },
    only: { type: "string", default: "" }
  }
})

const rows = Number(values.rows), cols = Number(values.cols), k = Number(values.k)
const only = values.only.split(",").filter((name) => name !== "")

const all = Uint32Array.from({ length: rows }, (_, i) => i)

/** About the distance within which every hundredth of all pairs is. */
const radiusOf = (x: Matrix.Matrix): number => {
  const draw = Rng.reader(Rng.fromSeed(8))
  const some = Float64Array.from({ length: 20_000 }, () => {
    const i = Math.floor(draw() * rows) * cols, j = Math.floor(draw() * rows) * cols
    let square = 0
    for (let p = 0; p < cols; p++) square += (x.data[i + p]! - x.data[j + p]!) ** 2
    return Math.sqrt(square)
  })
  return some.sort()[200]!
}

/** A work, and by which names the card counts what it was asked. */
interface Work {
  readonly name: string
  readonly counted: ReadonlyArray<string>
  readonly run: (x: Matrix.Matrix) => Effect.Effect<unknown>
}

const works: ReadonlyArray<Work> = [
  {
    name: "k-means",
    counted: ["k-means", "k-means++"],
    run: (x) => Effect.orDie(Clusterer.kmeans.cluster({ matrix: x, k, key: Rng.fromSeed(1) }))
  },
  {
    name: "neighbors",
    counted: ["neighbors"],
    run: (x) =>
      Effect.orDie(
        Neighbors.exact.within({ matrix: x, members: all, group: new Int32Array(rows), neighbors: () => 20 })
      )
  },
  {
    name: "coverage",
    counted: ["coverage"],
    run: (x) => Effect.orDie(Neighbors.radiusGraph({ matrix: x, rows: all, radius: radiusOf(x) }))
  },
  {
    name: "k-center",
    counted: ["k-center"],
    run: (x) => Neighbors.farthestFirst({ matrix: x, centers: all.subarray(0, 1), candidates: all, budget: k })
  }
]

const timed = <A, E>(work: Effect.Effect<A, E>) =>
  Effect.gen(function*() {
    const start = performance.now(), answer = yield* work
    return { answer, seconds: (performance.now() - start) / 1000 }
  })

const percent = (part: number, whole: number): string => whole === 0 ? "–" : `${(100 * part / whole).toFixed(3)} %`

const program = Effect.gen(function*() {
  const processor = yield* Threaded.make({ threads: Number(values.threads) })
  const card = yield* make({ gpu: yield* gpuHere }).pipe(Effect.provideService(Kernels.Kernels, processor))
  const { columns } = yield* Pool.make({ embedding: pool(rows, cols) }), x = columns.embedding!
  console.log(`${rows} × ${cols}, k = ${k}, ${values.threads} threads, ${card.adapter}`)
  const lines: Array<Array<string>> = []
  for (const { counted, name, run } of works.filter((work) => only.length === 0 || only.includes(work.name))) {
    const before = yield* timed(Effect.provideService(run(x), Kernels.Kernels, processor))
    const after = yield* timed(Effect.provideService(run(x), Kernels.Kernels, card.kernels))
    const same = isDeepStrictEqual(after.answer, before.answer), shares = card.shares()
    if (!same) process.exitCode = 1
    const open = counted.map((one) => `${one} ${percent(shares[one]?.open ?? 0, shares[one]?.asked ?? 0)}`)
    const ratio = (after.seconds / before.seconds).toFixed(2)
    lines.push([name, before.seconds.toFixed(2), after.seconds.toFixed(2), ratio, same ? "yes" : "NO", open.join(", ")])
  }
  const titles = ["work", "processor s", "card s", "ratio", "same", "open"].map((title) => ({ title }))
  console.log(table(titles, lines).join("\n"))
  const gone = card.gone()
  if (gone !== undefined) console.log(`the card is gone: ${gone}`)
})

await Effect.runPromise(
  Effect.scoped(program).pipe(
    Effect.catchTag(["WebGpuUnavailable", "MissingPackage"], (error) =>
      Effect.sync(() => {
        console.log(error.message)
        process.exitCode = 2
      }))
  )
)
