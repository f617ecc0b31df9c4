/**
 * Squared distances of gradient embeddings aᵢ ⊗ hᵢ (BADGE) to a growing set of centers, from the factors:
 * ‖u − v‖² = ‖a_u‖²‖h_u‖² + ‖a_v‖²‖h_v‖² − 2 (a_u · a_v)(h_u · h_v). The outer products are never built.
 *
 * Every distance that is kept was computed in double precision from the rows themselves, in one fixed order, so
 * duplicates are exactly 0 and all variants give the same bits. Bounds only decide which rows need not be looked at.
 */
import * as Effect from "effect/Effect"
import type { Factors } from "../Columns.ts"
import type { Matrix } from "../Matrix.ts"
import { breathe, type Engine } from "./engine.ts"
import { bytesOf, type Layout, layOut, sizesOf } from "./gradient-layout.ts"
import { ofLeft, ofRight, refresh, type Space } from "./gradient-space.ts"
import { compiledOnly } from "./kernel.ts"
import { withRoom } from "./shared.ts"
import { allRows } from "./sketch.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** See the module. Numbers are by index into the rows asked for. */
export interface GradientDistances {
  /** ‖aᵢ ⊗ hᵢ‖². */
  readonly squaredNorms: Float64Array
  /** The squared distance to the nearest center so far; ∞ before the first. */
  readonly nearest: Float64Array
  /** Makes row `index` a center. */
  readonly add: (index: number) => Effect.Effect<void>
}

/** Runs `body` over blocks of rows, letting others have their turn between. */
const inBlocks = Effect.fnUntraced(function*(
  engine: Engine,
  rows: number,
  cost: number,
  body: (from: number, to: number) => void
) {
  const size = Math.max(1, Math.floor(engine.settings.budget / cost))
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size)
    body(from, to)
    yield* breathe(engine.variant, 8 * (to - from) * cost)
  }
})

/** The plain form: every row is looked at, except where the norms alone tell. */
const plain = Effect.fnUntraced(function*(engine: Engine, space: Space) {
  const { factors, nearest, rows, squaredNorms } = space
  const cost = factors.right.cols
  yield* inBlocks(engine, rows.length, cost, (from, to) => {
    for (let i = from; i < to; i++) {
      squaredNorms[i] = ofLeft(space, rows[i]!, rows[i]!) * ofRight(factors, rows[i]!, rows[i]!)
    }
  })
  return (j: number) =>
    inBlocks(engine, rows.length, cost, (from, to) => {
      for (let i = from; i < to; i++) {
        const apart = Math.sqrt(squaredNorms[i]!) - Math.sqrt(squaredNorms[j]!)
        if (apart * apart * (1 - 1e-9) < nearest[i]!) refresh(space, i, j, ofRight(factors, rows[i]!, rows[j]!))
      }
    })
})

const n = "number"
const sketchKernel = compiledOnly("byteSketches", ["f32", n, n, n, "f64", "f64"])
const dotsKernel = compiledOnly("exactDots", ["f32", n, "f32", "f64"])
const candidatesKernel = compiledOnly(
  "gradientCandidates",
  [n, n, "f64", "f32", n, "f64", "f64", "f64", n, "f32", n]
)

/** Copies rows; those that follow one another in the matrix together. */
const gather = ({ cols, data }: Matrix, rows: Uint32Array, out: Float32Array): void => {
  for (let from = 0; from < rows.length;) {
    const first = rows[from]!
    let to = from + 1
    while (to < rows.length && rows[to] === first + to - from) to++
    out.set(data.subarray(first * cols, (first + to - from) * cols), from * cols)
    from = to
  }
}

/** Elementary steps a row for the products of its left factor, and rows whose left factors are copied at a time. */
const OF_LEFT = 64, LEFT = 4096

/** Copies the left factors to where kernels reach them, a few thousand rows at a time. */
const stageLeft = Effect.fnUntraced(function*(at: Layout, left: Matrix, rows: Uint32Array) {
  for (let from = 0; from < rows.length; from += LEFT) {
    const some = rows.subarray(from, from + LEFT)
    yield* breathe("typescript", some.length * (left.cols + OF_LEFT))
    gather(left, some, Slab.f32(at.slab, at.left + 4 * from * left.cols, some.length * left.cols))
  }
})

/** Copies rows of `right` to where kernels reach them, a megabyte at a time; `use` gets the index of the first. */
const stage = Effect.fnUntraced(function*(
  at: Layout,
  right: Matrix,
  rows: Uint32Array,
  use: (from: number, items: number) => Effect.Effect<void>
) {
  for (let from = 0; from < rows.length; from += at.size) {
    const some = rows.subarray(from, from + at.size)
    yield* breathe("typescript", some.length * (right.cols + OF_LEFT))
    gather(right, some, Slab.f32(at.slab, at.staged, some.length * right.cols))
    yield* use(from, some.length)
  }
})

/** Sketches the rows and measures them. */
const sketch = (engine: Engine, at: Layout, space: Space) => {
  const { factors, rows, squaredNorms } = space
  const { cols } = factors.right
  return stage(at, factors.right, rows, (from, items) =>
    Effect.andThen(
      engine.over(at.slab, sketchKernel, { items, cost: 4 * cols }, [
        at.staged,
        cols,
        at.q + from * at.step,
        at.step,
        at.stats + 32 * from,
        at.norms + 8 * from
      ]),
      Effect.sync(() => {
        for (let i = from; i < from + items; i++) squaredNorms[i]! *= ofLeft(space, rows[i]!, rows[i]!)
      })
    ))
}

/** Looks at some rows, given by index, for the center `j`. */
const look = (engine: Engine, at: Layout, space: Space, indices: Uint32Array, j: number) => {
  const { factors: { right }, rows } = space
  Slab.f32(at.slab, at.row, right.cols).set(right.data.subarray(rows[j]! * right.cols, (rows[j]! + 1) * right.cols))
  const products = Slab.f64(at.slab, at.products, at.size)
  return stage(at, right, indices.map((i) => rows[i]!), (from, items) =>
    Effect.andThen(
      engine.over(at.slab, dotsKernel, { items, cost: 2 * right.cols }, [
        at.staged,
        right.cols,
        at.row,
        at.products
      ]),
      Effect.sync(() => {
        for (let i = 0; i < items; i++) refresh(space, indices[from + i]!, j, products[i]!)
      })
    ))
}

/** Elementary steps a row of finding those to look at. */
const SET = 4

/** The numbers of set bytes. */
const set = (flags: Uint8Array): Uint32Array => {
  let count = 0
  for (let i = 0; i < flags.length; i++) count += flags[i]!
  const found = new Uint32Array(count)
  for (let i = 0, at = 0; at < count; i++) if (flags[i] === 1) found[at++] = i
  return found
}

/** Puts the center's own numbers where the kernel looks for them. */
const place = (at: Layout, { squaredNorms }: Space, j: number): void => {
  const stats = Slab.f64(at.slab, at.stats + 32 * j, 4)
  Slab.f64(at.slab, at.center, 5).set([...stats, squaredNorms[j]!])
  const bytes = new Int8Array(at.slab.buffer(), at.q + j * at.step, at.step)
  new Int16Array(at.slab.buffer(), at.v, at.step).set(bytes)
}

/** The compiled form: sketches tell which rows to look at. */
const sketched = Effect.fnUntraced(function*(engine: Engine, at: Layout, space: Space) {
  const { factors: { left }, rows } = space
  yield* stageLeft(at, left, rows)
  yield* sketch(engine, at, space)
  const flags = new Uint8Array(at.slab.buffer(), at.flags, rows.length)
  return Effect.fnUntraced(function*(j: number) {
    place(at, space, j)
    yield* engine.over(at.slab, candidatesKernel, { items: rows.length, cost: at.step }, [
      ...[at.q, at.step, at.stats, at.left, left.cols, at.norms, at.nearest, at.center, at.v] as const,
      ...[at.left + 4 * j * left.cols, at.flags] as const
    ])
    yield* breathe("typescript", SET * rows.length)
    yield* look(engine, at, space, set(flags), j)
  })
})

/** The distances of some rows, from memory laid out for them; in plain TypeScript without. */
const prepare = Effect.fnUntraced(function*(engine: Engine, factors: Factors, rows: Uint32Array, at?: Layout) {
  const numbers = (address: number | undefined): Float64Array =>
    at === undefined || address === undefined ? new Float64Array(rows.length) : Slab.f64(at.slab, address, rows.length)
  const terms = new Float64Array(factors.left.cols)
  const space: Space = {
    terms,
    factors,
    rows,
    squaredNorms: numbers(at?.norms),
    nearest: numbers(at?.nearest).fill(Infinity)
  }
  const add = at === undefined ? yield* plain(engine, space) : yield* sketched(engine, at, space)
  const distances: GradientDistances = { squaredNorms: space.squaredNorms, nearest: space.nearest, add }
  return distances
})

/**
 * Prepares the distances of some rows (default all): a byte a number of `right` is kept beside them. O(N d) at first,
 * and O(N (C + d)) at most for each center, with far less where bounds tell that a row is not nearer.
 */
export const gradientDistances = (
  engine: Engine,
  factors: Factors,
  rows: Uint32Array = allRows(factors.left)
): Effect.Effect<GradientDistances> =>
  Effect.suspend(() => {
    if (engine.variant === "typescript") return prepare(engine, factors, rows)
    const sizes = sizesOf(engine, factors, rows.length), slab = Slab.make(bytesOf(sizes), engine.variant)
    return Effect.flatMap(layOut(slab, sizes), (at) => prepare(engine, factors, rows, at))
  })

/** {@link gradientDistances}, lent to `use`: their memory is the next one's afterwards. Those of a shared matrix wait for room. */
export const withGradientDistances = <A, E, R>(
  engine: Engine,
  factors: Factors,
  rows: Uint32Array,
  use: (distances: GradientDistances) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  if (engine.variant === "typescript") return Effect.flatMap(prepare(engine, factors, rows), use)
  const sizes = sizesOf(engine, factors, rows.length), bytes = bytesOf(sizes)
  const lent = (slab: Slab.Slab, alloc: (bytes: number) => number) =>
    Effect.flatMap(layOut(slab, sizes, alloc), (at) => Effect.flatMap(prepare(engine, factors, rows, at), use))
  return withRoom(factors.right, bytes, Workspace.borrowed(engine.variant, bytes, lent))
}
