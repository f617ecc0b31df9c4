/**
 * The radius graph of all rows of a matrix.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { type RadiusGraph, radiusGraph } from "../kernels/radius-graph.ts"
import type { Matrix } from "../Matrix.ts"
import { type Copies, distinctOf, findCopies } from "./copies.ts"

/** The graph of all rows; where some are equal one stands for all, and `copies` says for whom. */
export interface WholeGraph {
  readonly graph: RadiusGraph
  /** With a radius of 0 nothing reaches anything but itself, its equals neither: then there are none. */
  readonly copies: Copies | undefined
}

/** The graph of all rows of a matrix at a radius. */
export const wholeGraph = Effect.fnUntraced(function*(engine: Engine, matrix: Matrix, radius: number) {
  // Equal rows reach the same items, so that the graph of one of each kind says it all.
  const copies = radius > 0 ? yield* findCopies(matrix) : undefined
  const rows = copies === undefined ? Uint32Array.from({ length: matrix.rows }, (_, i) => i) : distinctOf(copies)
  return { graph: yield* radiusGraph(engine, { matrix, rows, radius }), copies } satisfies WholeGraph as WholeGraph
})
