/** Pools in parts: files of some rows each, and one file of all. */
import { Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { writeFileSync } from "node:fs"
import { join } from "node:path"

/** The bytes of an array of single precision, as numpy saves it. */
export const npyOf = (data: Float32Array, rows: number, cols: number): Buffer => {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`
  const length = 64 * Math.ceil((10 + text.length + 1) / 64), head = Buffer.alloc(length, " ")
  head.set([0x93, ...Buffer.from("NUMPY"), 1, 0])
  head.writeUInt16LE(length - 10, 8)
  head.write(text, 10, "latin1")
  head.write("\n", length - 1, "latin1")
  return Buffer.concat([head, Buffer.from(data.buffer, data.byteOffset, data.byteLength)])
}

/** Some numbers in groups, with copies among the rows: the same for a seed. */
export const numbersOf = (rows: number, cols: number, seed: number): Float32Array => {
  let state = seed + 1
  const next = (): number => (state = state * 48_271 % 0x7fffffff) / 0x7fffffff
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    if (i > 0 && i % 11 === 0) data.copyWithin(i * cols, (i - 1) * cols, i * cols)
    else for (let j = 0; j < cols; j++) data[i * cols + j] = (i % 5 === j % 5 ? 3 : 0) + next() + next() - 1
  }
  return data
}

/** Writes parts of so many rows each, `part-00.npy` and so on, and `whole.npy`; the path of that. */
export const writeParts = (path: string, sizes: ReadonlyArray<number>, cols = 6, seed = 1): string => {
  const rows = sizes.reduce((sum, size) => sum + size, 0),
    data = numbersOf(rows, cols, seed),
    whole = join(path, "whole.npy")
  let from = 0
  sizes.forEach((size, i) => {
    const name = `part-${String(i).padStart(2, "0")}.npy`
    writeFileSync(join(path, name), npyOf(data.slice(from * cols, (from + size) * cols), size, cols))
    from += size
  })
  writeFileSync(whole, npyOf(data, rows, cols))
  return whole
}

/** A strategy of the library. */
export const strategyOf = (text: string): Strategy.Any => Strategy.readUnsafe(text, registry)
