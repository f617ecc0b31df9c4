/**
 * Greedy k-center over rows in memory: in few passes over the rows where few are enough, else by bounds.
 */
import * as Effect from "effect/Effect"
import { nameOf } from "../Carry.ts"
import type { Engine } from "./engine.ts"
import { farthestFirst, type FarthestPicks, type FarthestRequest } from "./farthest-first.ts"
import { farthestOf, type Patience } from "./farthest-over.ts"
import { ofMatrix } from "./rows.ts"
import { sharedOf } from "./shared.ts"

/** Passes that are made in any case, and picks that each of more than so many has to give: a pick by bounds costs less than a pass. */
const PASSES = 6, PICKS = 3

const patient: Patience = (passes, picks) => passes <= PASSES || picks >= PICKS * passes

/** Whether passes may be enough: small pools, those whose sketches many queries share, and those on a device are quick by bounds. */
const byPasses = ({ device, settings, variant }: Engine, { matrix }: FarthestRequest): boolean =>
  variant !== "typescript" && device === undefined && matrix.data.byteLength >= settings.passed &&
  sharedOf(matrix) === undefined

/** The picks of {@link farthestFirst}, to the bit. */
export const farthest = Effect.fnUntraced(function*(engine: Engine, request: FarthestRequest) {
  if (!byPasses(engine, request)) return yield* farthestFirst(engine, request)
  const rows = ofMatrix(engine, request.matrix)
  let enough = true
  const patience: Patience = (passes, picks) => enough = patient(passes, picks)
  const some = yield* farthestOf(engine, rows, request, { patience, name: nameOf(request.matrix) })
  if (enough) return some
  const { budget, centers } = request, done = some.picks.length
  const rest = yield* farthestFirst(engine, {
    ...request,
    centers: Uint32Array.of(...centers, ...some.picks),
    budget: budget - done
  })
  return {
    picks: Uint32Array.of(...some.picks, ...rest.picks),
    distances: Float64Array.of(...some.distances, ...rest.distances)
  } satisfies FarthestPicks as FarthestPicks
})
