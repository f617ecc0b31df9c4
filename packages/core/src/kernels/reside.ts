import * as Effect from "effect/Effect"
import type { Columns } from "../Columns.ts"
import type { Matrix } from "../Matrix.ts"
import { single } from "./engine.ts"
import { normalizeRows } from "./normalize-rows.ts"
import { share, shareNormalized } from "./shared.ts"
import * as Slab from "./slab.ts"
import { best } from "./variant.ts"
import * as Workspace from "./workspace.ts"

/** The columns whose kernels pass over them more than once. */
const PASSED_OVER = ["embedding", "feature", "projection"] as const

/** A large matrix, copied to where kernels work on it without a copy of their own; unless it is there already. */
const resident = (x: Matrix): Effect.Effect<Matrix> =>
  Effect.suspend(() => {
    const engine = single(best())
    const { settings, variant } = engine
    if (x.data.byteLength < settings.large || Workspace.whereIs(x, variant) !== undefined) return Effect.succeed(x)
    const slab = Slab.make(x.data.byteLength, variant)
    const at = slab.alloc(x.data.byteLength)
    return Effect.map(
      Workspace.copyIn(engine, slab, at, x.data),
      () => ({ data: Slab.f32(slab, at, x.data.length), rows: x.rows, cols: x.cols })
    )
  })

/** The rows at unit length, where kernels can reach them. Marks them as shared, and as what normalizing them gives. */
const unit = (x: Matrix): Effect.Effect<Matrix> =>
  Effect.suspend(() =>
    Effect.map(normalizeRows(single(best()), x), (made) => {
      shareNormalized(made)
      return made.matrix
    })
  )

/**
 * Those of the columns that kernels pass over often, where they can reach them; the rows of the embedding at unit length if
 * `normalized`. Marks them as shared.
 */
export const reside = Effect.fnUntraced(function*(columns: Partial<Columns>, normalized: boolean) {
  const there: { [K in typeof PASSED_OVER[number]]?: Matrix } = {}
  for (const column of PASSED_OVER) {
    const matrix = columns[column]
    if (matrix === undefined) continue
    if (normalized && column === "embedding") {
      there[column] = yield* unit(matrix)
      continue
    }
    const copy = yield* resident(matrix)
    there[column] = copy
    share(copy)
  }
  return there satisfies Partial<Columns>
})
