/**
 * The pool that the benchmarks share: 50,000 × 512 float32, 100 Gaussians with standard-normal centers × 0.6 and unit
 * noise, rows then scaled to unit length. Made once into a temporary folder, as `.npy`, so that peers read the same
 * bytes.
 */
import { Matrix, Rng } from "@marginalia/core"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const folder = join(tmpdir(), "marginalia-bench")

/** Standard normal numbers of a key, two from each pair of uniform ones (Box–Muller). */
const normals = (key: Rng.Key, n: number): Float32Array => {
  const next = Rng.reader(key)
  const out = new Float32Array(n)
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    const angle = 2 * Math.PI * next()
    out[i] = radius * Math.cos(angle)
    if (i + 1 < n) out[i + 1] = radius * Math.sin(angle)
  }
  return out
}

const unit = (row: Float32Array): void => {
  const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
  for (let j = 0; j < row.length; j++) row[j]! /= norm
}

const make = (rows: number, cols: number, groups: number): Float32Array => {
  const key = Rng.fromSeed(20_240_601)
  const centers = normals(Rng.derive(key, "centers"), groups * cols).map((x) => 0.6 * x)
  const data = normals(Rng.derive(key, "noise"), rows * cols)
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols)
    const center = Rng.integer(Rng.derive(key, "group"), i, groups) * cols
    for (let j = 0; j < cols; j++) row[j]! += centers[center + j]!
    unit(row)
  }
  return data
}

const header = (rows: number, cols: number): Buffer => {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`
  const padded = text.padEnd(118 - 1) + "\n"
  const length = Buffer.alloc(2)
  length.writeUInt16LE(padded.length)
  return Buffer.concat([Buffer.from([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]), length, Buffer.from(padded, "latin1")])
}

/** The file of the pool, made if it is not there. */
export const poolFile = (rows = 50_000, cols = 512, groups = 100): string => {
  const file = join(folder, `pool-${rows}x${cols}.npy`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const data = make(rows, cols, groups)
  const bytes = Buffer.from(data.buffer)
  writeFileSync(`${file}.part`, Buffer.concat([header(rows, cols), bytes]))
  renameSync(`${file}.part`, file)
  return file
}

/** The pool itself, read without a copy. */
export const pool = (rows = 50_000, cols = 512): Matrix.Matrix => {
  const bytes = readFileSync(poolFile(rows, cols))
  const data = new Float32Array(bytes.buffer, bytes.byteOffset + bytes.byteLength - 4 * rows * cols, rows * cols)
  return Matrix.make(data, rows, cols)
}
