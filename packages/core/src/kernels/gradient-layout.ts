/**
 * Where the distances of gradient embeddings keep what they need.
 */
import * as Effect from "effect/Effect"
import type { Factors } from "../Columns.ts"
import { breathe } from "./breathe.ts"
import type { Engine } from "./engine.ts"
import type { Slab } from "./slab.ts"

/** What is kept, in bytes, and how many rows are staged at a time. */
export const sizesOf = (engine: Engine, { left, right }: Factors, rows: number) => {
  const step = Math.ceil(right.cols / 16) * 16
  const staged = Math.max(1, Math.floor(engine.settings.staged / right.cols))
  const bytes = {
    q: rows * step,
    stats: 32 * rows,
    left: 4 * rows * left.cols,
    norms: 8 * rows,
    nearest: 8 * rows,
    flags: rows,
    center: 64,
    v: 2 * step,
    row: 4 * right.cols,
    staged: 4 * staged * right.cols,
    products: 8 * staged
  }
  return { step, size: staged, bytes }
}

type Sizes = ReturnType<typeof sizesOf>

/** All of it together, with room for the slab's own. */
export const bytesOf = ({ bytes }: Sizes): number => Object.values(bytes).reduce((a, b) => a + b + 16, 65536)

/** Bytes that are cleared at a time, and elementary steps for one: memory never used before has to be found first. */
const CLEARED = 2 ** 20, COST = 1

const clear = Effect.fnUntraced(function*(slab: Slab, address: number, size: number) {
  for (let from = 0; from < size; from += CLEARED) {
    const some = Math.min(CLEARED, size - from)
    yield* breathe("typescript", COST * some)
    new Uint8Array(slab.buffer(), address + from, some).fill(0)
  }
})

/** Puts it into pieces of a slab, all 0 at first: addresses in bytes. */
export const layOut = Effect.fnUntraced(
  function*(slab: Slab, { bytes, size, step }: Sizes, alloc: Slab["alloc"] = slab.alloc) {
    const at: { [name: string]: number } = {}
    for (const [name, size] of Object.entries(bytes)) {
      const address = alloc(size)
      at[name] = address
      yield* clear(slab, address, size)
    }
    return { slab, step, size, ...at as { readonly [K in keyof Sizes["bytes"]]: number } }
  }
)

/** See {@link layOut}. */
export type Layout = Effect.Success<ReturnType<typeof layOut>>
