/** What a model in an ONNX file says of itself: its tensors by name, and the sides that are fixed. */
import * as Message from "@marginalia/core/Message"
import type { Misfit } from "./errors.ts"

/** A tensor: a number is a fixed side, a name or nothing one of any size. */
export interface Tensor {
  readonly name: string
  readonly shape?: ReadonlyArray<number | string>
}

/** The part of a session that is asked. */
export interface Described {
  readonly inputNames: ReadonlyArray<string>
  readonly outputNames: ReadonlyArray<string>
  readonly inputMetadata?: ReadonlyArray<Tensor>
}

const remedy = {
  input: "name one as `input` in its description",
  output: Message.text`name one by ${Message.setting("output")}, or as \`output\` in its description`
} as const

/** There is no such input or output, or none was named where there are several. */
export class Unnamed {
  readonly problem: Message.Message
  readonly value: string | undefined
  readonly allowed: ReadonlyArray<string>
  constructor(problem: Message.Message, value: string | undefined, allowed: ReadonlyArray<string>) {
    this.problem = problem
    this.value = value
    this.allowed = allowed
  }
}

/** The name asked for among those that there are; the only one where none is. {@link Unnamed} says what there is. */
export const named = (
  kind: "input" | "output",
  asked: string | undefined,
  names: ReadonlyArray<string>
): string | Unnamed => {
  const [only] = names
  if (asked === undefined && only !== undefined && names.length === 1) return only
  if (asked !== undefined && names.includes(asked)) return asked
  return new Unnamed(
    asked === undefined
      ? Message.text`it has ${names.length} ${kind}s (${names.join(", ")}): ${remedy[kind]}`
      : `it has no ${kind} "${asked}"; it has ${names.join(", ")}`,
    asked,
    names
  )
}

const isSide = (side: number | string | undefined): side is number => typeof side === "number" && side > 0

/** The sides of an input that are fixed; undefined for others. */
export const sidesOf = ({ inputMetadata = [] }: Described, input: string): ReadonlyArray<number | undefined> =>
  (inputMetadata.find(({ name }) => name === input)?.shape ?? []).map((side) => isSide(side) ? side : undefined)

/** What is wrong with a batch for an input, its first side apart; undefined where nothing is. */
export const misfit = (
  sides: ReadonlyArray<number | undefined>,
  dims: ReadonlyArray<number>
): Misfit | undefined => {
  const fits = sides.length === 0 ||
    sides.length === dims.length && sides.every((side, i) => i === 0 || side === undefined || side === dims[i])
  if (fits) return undefined
  const text = (list: ReadonlyArray<number | undefined>) => list.slice(1).map((side) => side ?? "any").join(" × ")
  const [value, expected] = [text(dims), text(sides)]
  const what = `it takes items of ${expected}, and these are ${value}; say how to make them so in its description`
  const problem = Message.text`${what} (resize, crop, channels, layout), or give ${Message.setting("size")}`
  return { problem, value, expected }
}

/** Rows in pieces of `size`, the last one filled up with its last row; `rows` is how many of a piece are the caller's. */
export const pieces = function*(data: Float32Array, rows: number, size: number) {
  const width = rows === 0 ? 0 : data.length / rows
  for (let from = 0; from < rows; from += size) {
    const here = Math.min(size, rows - from), part = data.subarray(from * width, (from + here) * width)
    if (here === size) {
      yield { data: part, rows: here }
      continue
    }
    const whole = new Float32Array(size * width)
    whole.set(part)
    for (let row = here; row < size; row++) whole.set(part.subarray((here - 1) * width), row * width)
    yield { data: whole, rows: here }
  }
}
