/**
 * The k nearest of each row within its group, a few groups at a time.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import { groupsOf, type Members, type NeighborTable } from "../neighbors/groups.ts"
import { breathe, type Engine } from "./engine.ts"
import { batched, concat, GROUP, within } from "./nearest.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** What is done with a part of a table of neighbors: all members of some groups. */
export type Use<E, R> = (part: NeighborTable) => Effect.Effect<void, E, R>

/**
 * {@link within} in parts: each is the table of all members of some groups, as many as are searched together, so that the
 * whole table is never in memory. The order of the parts is not that of the members.
 */
export const parts = <E, R>(
  engine: Engine,
  matrix: Matrix,
  request: Members,
  use: Use<E, R>
): Effect.Effect<void, E, R> =>
  Effect.flatMap(Effect.suspend(() => breathe("typescript", GROUP * request.members.length)), () => {
    const groups = groupsOf(request)
    const alone = groups.filter(({ k }) => k === 0)
    const members = [alone, ...batched(engine, groups, matrix.cols)].map((batch) =>
      concat(batch).map((index) => request.members[index]!).sort()
    )
    const each = (x: Matrix) =>
      Effect.forEach(
        members.filter(({ length }) => length > 0),
        (members) => Effect.flatMap(within(engine, x, { ...request, members }), use),
        { discard: true }
      )
    if (engine.variant === "typescript" || Workspace.whereIs(matrix, engine.variant) !== undefined) return each(matrix)
    return Workspace.withMatrix(
      engine,
      matrix,
      ({ at, slab }) => each({ ...matrix, data: Slab.f32(slab, at, matrix.data.length) })
    )
  })
