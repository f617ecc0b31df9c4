/**
 * Rows on a device, with what is known of them here.
 */
import * as Effect from "effect/Effect"
import { breathe, type Engine } from "../kernels/engine.ts"
import { sharedOf, synchronous } from "../kernels/shared.ts"
import { squaredDistancesTo } from "../kernels/squared-distances.ts"
import { type Frame, type Standing, standing } from "../kmeans/frame.ts"
import type { Matrix } from "../Matrix.ts"
import { checked } from "./checked.ts"
import type { Device, DeviceRows } from "./device.ts"
import { MOST_COLS } from "./slack.ts"

/** Rows that stand in a frame, where single precision neither overflows nor vanishes. Lengths are of the frame. */
export interface Held {
  readonly device: Device
  readonly rows: DeviceRows
  readonly frame: Frame
  /** By row. */
  readonly lengths: Float64Array
  /** The largest of them. */
  readonly reach: number
}

const largest = (numbers: Float64Array): number => {
  let most = 0
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > most) most = numbers[i]!
  return most
}

/** Whether there is a device, and the work is worth asking it. A synchronous run cannot wait for an answer. */
export const deviceFor = (
  { device }: Engine,
  { cols, rows }: Pick<Matrix, "cols" | "rows">,
  work: number
): Effect.Effect<Device | undefined> =>
  device === undefined || work < device.worth || cols > MOST_COLS || rows === 0
    ? Effect.succeed(undefined)
    : Effect.map(synchronous, (sync) => sync ? undefined : device)

/** Lends rows that stand in a frame, `given` before they did; `work` is the multiply-adds of a pass. */
export const heldIn = <A, E, R>(
  engine: Engine,
  { frame, matrix }: Standing,
  given: Matrix,
  work: number,
  use: (held: Held | undefined) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.gen(function*() {
    const device = yield* deviceFor(engine, matrix, work)
    if (device === undefined) return yield* use(undefined)
    const squares = yield* squaredDistancesTo(engine, matrix, new Float64Array(matrix.cols))
    yield* breathe("typescript", 4 * matrix.rows)
    const lengths = squares.map(Math.sqrt)
    const halves = Float32Array.from(squares, (square) => square / 2)
    const keep = matrix.data === given.data && sharedOf(given) !== undefined
    const { refuse } = device, reach = largest(lengths)
    return yield* device.lend({ matrix, halves, keep }, (rows) =>
      use(rows && { device, rows: checked(rows, matrix, halves, refuse), frame, lengths, reach }))
  })

/** Lends the rows of a matrix in their frame, where a pass of so many multiply-adds is worth it. */
export const held = <A, E, R>(
  engine: Engine,
  matrix: Matrix,
  work: number,
  use: (held: Held | undefined) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(
    deviceFor(engine, matrix, work),
    (device) =>
      device === undefined
        ? use(undefined)
        : standing(engine, matrix, (there) => heldIn(engine, there, matrix, work, use))
  )
