/** SVHN's cropped digits: `X`, 32 × 32 × 3 × count bytes in MATLAB's order, and `y`, 1 to 9 and 10 for the digit 0. */
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import { DatasetError } from "./errors.ts"
import type { LabeledImages } from "./images.ts"
import { type MatArray, parseMat } from "./mat.ts"

const SIDE = 32, CHANNELS = 3, WIDTH = SIDE * SIDE * CHANNELS

/** From column by column, a channel at a time, to row by row with the channels of a pixel side by side. */
const transpose = (x: Uint8Array, rows: number): Uint8Array => {
  const out = new Uint8Array(x.length)
  for (let row = 0; row < rows; row++) {
    let from = row * WIDTH
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let col = 0; col < SIDE; col++) {
        for (let line = 0; line < SIDE; line++) {
          out[row * WIDTH + (line * SIDE + col) * CHANNELS + channel] = x[from++]!
        }
      }
    }
  }
  return out
}

const wrong = (path: string, problem: string): Effect.Effect<never, DatasetError> =>
  Effect.fail(new DatasetError({ reason: { _tag: "Mismatch", paths: [path], problem } }))

const text = (array: MatArray | undefined): string => array === undefined ? "missing" : Quote.shape(array.dims)

/**
 * The images and digits of one cropped-digits file. Fails with {@link DatasetError} as {@link parseMat} does, where the
 * variables are not as described, and at the first label that is none.
 *
 * `bytes` are the file's, unpacked; `path` names it in messages.
 */
export const parseSvhn = (bytes: Uint8Array, path: string): Effect.Effect<LabeledImages, DatasetError> =>
  Effect.gen(function*() {
    const arrays = yield* parseMat(bytes, path)
    const x = arrays.get("X"), y = arrays.get("y"), rows = y?.data.length ?? 0
    const whole = x?.data.length === rows * WIDTH && x.dims.slice(0, 3).join() === "32,32,3"
    if (x === undefined || y === undefined || !whole || !(x.data instanceof Uint8Array)) {
      return yield* wrong(
        path,
        `X is ${text(x)} and y ${text(y)} where 32 × 32 × 3 × n bytes and n labels are expected`
      )
    }
    if (x.imaginary !== undefined || y.imaginary !== undefined) {
      return yield* wrong(path, `${x.imaginary === undefined ? "y" : "X"} is complex, and images and labels are not`)
    }
    const bad = y.data.findIndex((label) => !(Number.isInteger(label) && label >= 1 && label <= 10))
    if (bad >= 0) return yield* wrong(path, `y(${bad + 1}) is ${y.data[bad]} where 1 to 10 are expected`)
    const labels = Int32Array.from(y.data, (label) => label % 10)
    return { data: transpose(x.data, rows), rows, shape: [SIDE, SIDE, CHANNELS] as const, labels }
  })
