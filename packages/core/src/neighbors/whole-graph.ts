/**
 * The radius graph of all rows of a matrix, once for all queries that ask for it at the same time.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { lend } from "../kernels/lend.ts"
import { type RadiusGraph, radiusGraph } from "../kernels/radius-graph.ts"
import type { Matrix } from "../Matrix.ts"
import { type Copies, distinctOf, findCopies } from "./copies.ts"

/** The graph of all rows; where some are equal one stands for all, and `copies` says for whom. */
export interface WholeGraph {
  readonly graph: RadiusGraph
  /** With a radius of 0 nothing reaches anything but itself, its equals neither: then there are none. */
  readonly copies: Copies | undefined
}

const made = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix, radius: number) {
  // Equal rows reach the same items, so that the graph of one of each kind says it all.
  const copies = radius > 0 ? yield* findCopies(matrix) : undefined
  const rows = copies === undefined ? Uint32Array.from({ length: matrix.rows }, (_, i) => i) : distinctOf(copies)
  return { graph: yield* radiusGraph(engine, { matrix, rows, radius }), copies } satisfies WholeGraph as WholeGraph
})

/** Lends the graph of a matrix at a radius to `use`; queries over a shared matrix use the same one at the same time. */
export const wholeGraph = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  radius: number,
  use: (found: WholeGraph) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  lend({ of: matrix, slab: undefined, name: `radius graph ${radius}`, make: () => made(engine, matrix, radius) }, use)
