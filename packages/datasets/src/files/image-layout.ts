/**
 * Where an array of images has its channels: after the pixels, as image files have them, or before, as PyTorch has them.
 */
import { type Matrix, Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { InputShape } from "../items.ts"
import { UsageProblem } from "../problems.ts"

type Sides = readonly [number, number, number]

/** What the dimensions of an array tell of its items: images, or something that may be images in two ways. */
export type Layout =
  | { readonly _tag: "Images"; readonly sides: Sides; readonly channels: "first" | "last" }
  | { readonly _tag: "Unclear"; readonly sides: Sides }

/** Gray, and red, green and blue: what nobody takes for a side. */
const isUsual = (side: number): boolean => side === 1 || side === 3

/** As many channels as an image can have. */
const MOST = 4

/**
 * What `shape`, the items first, tells: items of two dimensions are gray images; of three, the channels are last or first where
 * only one of the ends is 1 or 3, or where the last alone is 4 at most. `undefined`: vectors, whatever the dimensions.
 */
export const layoutOf = (shape: ReadonlyArray<number>): Layout | undefined => {
  const [, ...sides] = shape, [first = 0, second = 0, third = 1] = sides
  if (sides.length === 2) return { _tag: "Images", sides: [first, second, 1], channels: "last" }
  if (sides.length !== 3) return undefined
  const found = [first, second, third] as const
  if (isUsual(first) !== isUsual(third)) {
    return { _tag: "Images", sides: found, channels: isUsual(third) ? "last" : "first" }
  }
  if (first > MOST && third > MOST) return undefined
  return first > MOST ? { _tag: "Images", sides: found, channels: "last" } : { _tag: "Unclear", sides: found }
}

/** The numbers of images of C × H × W as H × W × C. */
const channelsLast = ({ data, rows }: Matrix.Matrix, [channels, tall, wide]: Sides): Float32Array => {
  const pixels = tall * wide, size = channels * pixels, out = new Float32Array(data.length)
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) {
      const from = row * size + c * pixels
      for (let at = 0; at < pixels; at++) out[row * size + at * channels + c] = data[from + at]!
    }
  }
  return out
}

/** Items as they are shown and trained on. */
export interface Arranged {
  readonly data: Float32Array
  readonly shape: InputShape
}

const unclear = ([a, b, c]: Sides): UsageProblem => {
  const shape = Message.setting("shape")
  return new UsageProblem({
    problem: `the items are ${a} × ${b} × ${c}, so that their channels may be first or last`,
    hint: Message
      .text`say height, width and channels: ${shape} ${b}x${c}x${a} (first) or ${shape} ${a}x${b}x${c} (last)`,
    reason: "Missing",
    setting: "shape",
    allowed: [`${b}x${c}x${a}`, `${a}x${b}x${c}`]
  })
}

const mismatch = (shape: InputShape, size: number, cols: number): UsageProblem =>
  new UsageProblem({
    problem: Message.text`${Message.setting("shape")} ${
      shape.join("x")
    } has ${size} numbers, and the rows have ${cols}`,
    hint: "give height, width and channels, such as 28x28x1",
    reason: "Mismatch",
    setting: "shape",
    value: size,
    expected: cols
  })

const isSame = (one: ReadonlyArray<number>, other: ReadonlyArray<number>): boolean =>
  one.length === other.length && one.every((side, i) => side === other[i])

/**
 * The items of an array, images with their channels last. `shape` is what a person says of them: height, width and channels; that
 * it is the array's own with the channels moved tells that they are first. By default as the {@link layoutOf} tells, else vectors.
 *
 * Fails with `UsageProblem` for a shape of other numbers, and for an array that may be read in two ways.
 */
export const arrange = (
  { layout, matrix }: { readonly layout?: Layout | undefined; readonly matrix: Matrix.Matrix },
  shape?: InputShape
): Effect.Effect<Arranged, UsageProblem> => {
  const { cols, data } = matrix, [a = 0, b = 0, c = 0] = layout?.sides ?? []
  const first = {
    data: (): Float32Array => a === 1 ? data : channelsLast(matrix, [a, b, c]),
    shape: [b, c, a] as const
  }
  if (shape !== undefined) {
    const size = shape.reduce((product, side) => product * side, 1)
    if (size !== cols) return Effect.fail(mismatch(shape, size, cols))
    const isFirst = layout !== undefined && isSame(shape, first.shape) && !isSame(shape, [a, b, c])
    return Effect.succeed({ data: isFirst ? first.data() : data, shape })
  }
  if (layout === undefined) return Effect.succeed({ data, shape: [cols] })
  if (layout._tag === "Unclear") return Effect.fail(unclear(layout.sides))
  return Effect.succeed(layout.channels === "last" ? { data, shape: layout.sides } : { ...first, data: first.data() })
}
