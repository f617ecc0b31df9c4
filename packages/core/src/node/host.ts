/**
 * What threads of Node do beside kernels: they read rows from files into the memory in which they work on them. Tested in host.test.ts.
 */
import { readSync } from "node:fs"
import type { Host, Hosted } from "../kernels/engine.ts"

/** Bytes between two rows that are read with them: to read them takes no longer than to ask once more. */
const GAP = 2 ** 13

/** Reads until `into` is full; false: the file has fewer bytes, or cannot be read. */
const fill = (file: number, start: number, into: Uint8Array): boolean => {
  try {
    for (let done = 0; done < into.length;) {
      const count = readSync(file, into, done, into.length - done, start + done)
      if (count === 0) return false
      done += count
    }
    return true
  } catch {
    return false
  }
}

/** The first of rows `from … to − 1` whose flag is not 0, or `to`. */
const nextOf = (flags: Int32Array, from: number, to: number): number => {
  let at = from
  while (at < to && flags[at] === 0) at++
  return at
}

/** Where a run of rows ends that begins with a flagged one: behind the last flagged row that is near enough to the one before. */
const endOf = (flags: Int32Array, from: number, to: number, gap: number): number => {
  let end = from + 1
  for (let at = end; at < to && at - end <= gap; at++) if (flags[at] !== 0) end = at + 1
  return end
}

/** See `readRowsKernel`. */
const readRows: Hosted =
  (buffer) => (from = 0, to = 0, x = 0, width = 0, list = 0, count = 0, flagged = 0, told = 0): void => {
    const began = performance.now()
    const memory = buffer(Math.max(x + width * to, list + 24 * count, flagged + 4 * to, told + 12))
    const pieces = new Float64Array(memory, list, 3 * count), numbers = new Uint32Array(memory, told, 3)
    const flags = flagged === 0 ? undefined : new Int32Array(memory, flagged, to)
    const gap = Math.floor(GAP / Math.max(1, width))
    let done = 0, first = 0
    for (let piece = 0; piece < count; piece++) {
      const file = pieces[3 * piece]!, start = pieces[3 * piece + 1]!, last = first + pieces[3 * piece + 2]!
      const stop = Math.min(to, last)
      for (let at = Math.max(from, first); at < stop;) {
        const run = flags === undefined ? at : nextOf(flags, at, stop)
        if (run === stop) break
        const end = flags === undefined ? stop : endOf(flags, run, stop, gap)
        const into = new Uint8Array(memory, x + width * run, width * (end - run))
        if (!fill(file, start + width * (run - first), into)) {
          into.fill(0)
          Atomics.store(numbers, 0, 1)
        }
        done += end - run
        at = end
      }
      first = last
    }
    Atomics.add(numbers, 1, done)
    Atomics.add(numbers, 2, Math.round(1000 * (performance.now() - began)))
  }

/** See the module. */
export const host: Host = new Map([["readRows", readRows]])
