/**
 * Rows in the memory of a device, in tiles as large as its buffers may be: kept for as long as their matrix lives where there is room,
 * else brought there tile by tile whenever they are asked for.
 */
import * as Effect from "effect/Effect"
import type { Placing, Span } from "../device/device.ts"
import { breathe } from "../kernels/engine.ts"
import type { Matrix } from "../Matrix.ts"
import { CHUNK, TILE } from "./shader.ts"
import { type GpuBuffer, type GpuDevice, Usage } from "./types.ts"

/** Rows of a tile; without a buffer they are brought there for each use. */
interface Tile extends Span {
  readonly halves: GpuBuffer
  readonly buffer: GpuBuffer | undefined
}

/** Rows as they are on the device: each takes `step` vectors of four numbers. It knows no matrix, so that it keeps none alive. */
export interface Stored {
  readonly cols: number
  readonly step: number
  readonly tiles: ReadonlyArray<Tile>
  readonly bytes: number
  users: number
}

const WRITTEN = Usage.STORAGE | Usage.COPY_DST

/** Numbers that are copied between two looks at the time. */
const COPIED = 2 ** 20

/** Workgroups in one direction are at least so many on every device: rows y of a tile. */
const MOST_ROWS = 32 * 65_535

/** Vectors of four that a row takes. */
const stepOf = (cols: number): number => CHUNK / 4 * Math.max(1, Math.ceil(cols / CHUNK))

/** Writes rows, filled up with zeros. */
const write = Effect.fnUntraced(
  function*(device: GpuDevice, buffer: GpuBuffer, { cols, data }: Matrix, step: number, { from, to }: Span) {
    const width = 4 * step, most = Math.max(1, Math.floor(COPIED / width))
    for (let first = from; first < to; first += most) {
      const last = Math.min(to, first + most), part = new Float32Array((last - first) * width)
      yield* breathe("typescript", part.length)
      for (let row = first; row < last; row++) {
        part.set(data.subarray(row * cols, (row + 1) * cols), (row - first) * width)
      }
      device.queue.writeBuffer(buffer, 4 * width * (first - from), part)
    }
  }
)

/** How large a tile may be, and how much is kept, in bytes. */
export interface Sizes {
  readonly tile: number
  readonly memory: number
}

/** See the module. */
export interface Store {
  /** The rows, there already or brought there; `undefined` where a single one is too long. To be given back. */
  readonly take: (placing: Placing) => Effect.Effect<Stored | undefined>
  readonly giveBack: (stored: Stored) => void
  /** Lends the buffer of a tile. */
  readonly tile: <A, E>(
    matrix: Matrix,
    stored: Stored,
    tile: Tile,
    use: (rows: GpuBuffer) => Effect.Effect<A, E>
  ) => Effect.Effect<A, E>
  /** Bytes of rows that are on the device. */
  readonly bytes: () => number
  readonly free: () => void
}

/** An empty store. */
export const makeStore = (device: GpuDevice, sizes: Sizes): Store => {
  const byMatrix = new WeakMap<Float32Array, Stored>()
  /** Those that may stay, the one used longest ago first. */
  const kept = new Set<Stored>()
  let bytes = 0
  const destroy = (stored: Stored): void => {
    kept.delete(stored)
    bytes -= stored.bytes
    for (const { buffer, halves } of stored.tiles) {
      buffer?.destroy()
      halves.destroy()
    }
  }
  const dead = new FinalizationRegistry<WeakRef<Stored>>((ref) => {
    const stored = ref.deref()
    if (stored !== undefined && kept.has(stored)) destroy(stored)
  })
  /** Whether so many bytes fit, once what nobody uses is gone. */
  const fits = (more: number): boolean => {
    for (const stored of kept) {
      if (bytes + more <= sizes.memory) break
      if (stored.users === 0) destroy(stored)
    }
    return bytes + more <= sizes.memory
  }
  const bring = Effect.fnUntraced(function*({ halves, matrix }: Placing, step: number, rows: number) {
    const room = fits(16 * step * matrix.rows), tiles: Array<Tile> = []
    for (let from = 0; from < matrix.rows; from += rows) {
      const span = { from, to: Math.min(matrix.rows, from + rows) }
      const own = device.createBuffer({ size: Math.max(16, 4 * (span.to - from)), usage: WRITTEN })
      device.queue.writeBuffer(own, 0, Float32Array.from(halves.subarray(from, span.to)))
      const buffer = room ? device.createBuffer({ size: 16 * step * (span.to - from), usage: WRITTEN }) : undefined
      if (buffer !== undefined) yield* write(device, buffer, matrix, step, span)
      tiles.push({ ...span, halves: own, buffer })
    }
    const stored: Stored = { cols: matrix.cols, step, tiles, bytes: room ? 16 * step * matrix.rows : 0, users: 0 }
    bytes += stored.bytes
    return stored
  })
  return {
    take: Effect.fnUntraced(function*(placing) {
      const { keep, matrix } = placing, step = stepOf(matrix.cols)
      const rows = Math.min(MOST_ROWS, TILE * Math.floor(sizes.tile / (16 * step * TILE)))
      if (rows === 0) return undefined
      const there = byMatrix.get(matrix.data),
        same = there !== undefined && kept.has(there) && there.cols === matrix.cols
      const stored = same ? there : yield* bring(placing, step, rows)
      stored.users += 1
      if (keep) {
        // Last in the set: used last.
        kept.delete(stored)
        kept.add(stored)
        if (!same) {
          byMatrix.set(matrix.data, stored)
          dead.register(matrix.data, new WeakRef(stored))
        }
      }
      return stored
    }),
    giveBack: (stored) => {
      stored.users -= 1
      if (stored.users === 0 && (!kept.has(stored) || stored.bytes === 0)) destroy(stored)
    },
    tile: (matrix, { step }, { buffer, from, to }, use) =>
      buffer !== undefined ? use(buffer) : Effect.acquireUseRelease(
        Effect.sync(() => device.createBuffer({ size: 16 * step * (to - from), usage: WRITTEN })),
        (some) => Effect.flatMap(write(device, some, matrix, step, { from, to }), () => use(some)),
        (some) => Effect.sync(() => some.destroy())
      ),
    bytes: () => bytes,
    free: () => kept.forEach(destroy)
  }
}
