/** Columns of a model for the benchmarks: drawn from a key, and written as raw numbers for peers to read. */
import { Matrix, Rng } from "@marginalia/core"
import { mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const folder = join(tmpdir(), "marginalia-bench")

/** Standard normal numbers of a key (Box–Muller). */
export const normals = (name: string, n: number): Float32Array => {
  const next = Rng.reader(Rng.derive(Rng.fromSeed(20_240_602), name))
  return Float32Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()))
}

/** Rows scaled to sum to one, after exp. */
export const softmax = (logits: Float32Array, rows: number, cols: number): Matrix.Matrix => {
  for (let i = 0; i < rows; i++) {
    const row = logits.subarray(i * cols, (i + 1) * cols)
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity)
    const sum = row.reduce((total, x) => total + Math.exp(x - most), 0)
    row.forEach((x, c) => row[c] = Math.exp(x - most) / sum)
  }
  return Matrix.make(logits, rows, cols)
}

/** Class probabilities of a random linear head on features; the larger `sure`, the surer. */
export const probabilityOf = (feature: Matrix.Matrix, classes: number, sure: number): Matrix.Matrix => {
  const { cols, data, rows } = feature
  const head = normals("head", classes * cols)
  const logits = new Float32Array(rows * classes)
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < classes; c++) {
      let sum = 0
      for (let j = 0; j < cols; j++) sum += data[i * cols + j]! * head[c * cols + j]!
      logits[i * classes + c] = sure * sum
    }
  }
  return softmax(logits, rows, classes)
}

/** The numbers in a file; gives its path. */
export const file = (name: string, { data }: Matrix.Matrix): string => {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.f32`)
  writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return path
}

/** Seconds of the fastest of some runs, and every run's. */
export const fastest = (runs: number, task: () => void): readonly [best: number, all: ReadonlyArray<number>] => {
  const all = Array.from({ length: runs }, () => {
    const start = performance.now()
    task()
    return (performance.now() - start) / 1000
  })
  return [Math.min(...all), all]
}
