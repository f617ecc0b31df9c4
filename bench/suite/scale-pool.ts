/** Pools of any size for bench/scale.ts, written a few megabytes at a time. */
import { closeSync, openSync, writeSync } from "node:fs"

const GROUPS = 100, ROWS = 8192

/** Whole numbers below 2³² that look random: xorshift (Marsaglia 2003). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

const header = (rows: number, cols: number): Uint8Array => {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`, length = 128 - 10
  const bytes = new Uint8Array(128)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8])
  bytes.set(new TextEncoder().encode(text.padEnd(length - 1) + "\n"), 10)
  return bytes
}

/** Writes an `.npy` file of rows in a hundred groups that overlap a little. */
export const writePool = (path: string, rows: number, cols: number): void => {
  const next = numbers(20261130), uniform = () => next() / 2 ** 32 - 0.5
  const centers = Float32Array.from({ length: GROUPS * cols }, () => 2 * uniform())
  const file = openSync(path, "w"), block = new Float32Array(ROWS * cols)
  try {
    writeSync(file, header(rows, cols))
    for (let from = 0; from < rows; from += ROWS) {
      const count = Math.min(ROWS, rows - from)
      for (let i = 0; i < count; i++) {
        const group = next() % GROUPS
        for (let j = 0; j < cols; j++) block[i * cols + j] = centers[group * cols + j]! + uniform() + uniform()
      }
      writeSync(file, new Uint8Array(block.buffer, 0, 4 * count * cols))
    }
  } finally {
    closeSync(file)
  }
}
