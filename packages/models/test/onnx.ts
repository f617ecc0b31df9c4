/** For tests: small ONNX models written byte by byte (protocol buffers), so that no package is needed to make them. */

const text = new TextEncoder()

const varint = (value: number): ReadonlyArray<number> => {
  const bytes: Array<number> = []
  let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}

type Field = ReadonlyArray<number>

const number = (field: number, value: number): Field => [...varint(field << 3), ...varint(value)]
const bytes = (
  field: number,
  value: ArrayLike<number>
): Field => [...varint(field << 3 | 2), ...varint(value.length), ...Array.from(value)]
const string = (field: number, value: string): Field => bytes(field, text.encode(value))
const message = (field: number, ...fields: ReadonlyArray<Field>): Field => bytes(field, fields.flat())

const FLOAT = 1
const INT64 = 7

/** A constant of the graph. */
export const floats = (name: string, dims: ReadonlyArray<number>, values: ReadonlyArray<number>): Field =>
  message(
    5,
    ...dims.map((dim) => number(1, dim)),
    number(2, FLOAT),
    string(8, name),
    bytes(9, new Uint8Array(Float32Array.from(values).buffer))
  )

/** A constant of whole numbers: a shape, say. */
export const wholes = (name: string, values: ReadonlyArray<number>): Field =>
  message(
    5,
    number(1, values.length),
    number(2, INT64),
    string(8, name),
    bytes(9, new Uint8Array(BigInt64Array.from(values, BigInt).buffer))
  )

/** An operation, with attributes of whole numbers or lists of them. */
export const node = (
  operation: string,
  inputs: ReadonlyArray<string>,
  output: string,
  attributes: { readonly [name: string]: number | ReadonlyArray<number> } = {}
): Field =>
  message(
    1,
    ...inputs.map((input) => string(1, input)),
    string(2, output),
    string(4, operation),
    ...Object.entries(attributes).map(([name, value]) =>
      typeof value === "number"
        ? message(5, string(1, name), number(3, value), number(20, 2))
        : message(5, string(1, name), ...value.map((n) => number(8, n)), number(20, 7))
    )
  )

/** An input (11) or output (12) whose sides are numbers, or names for sides of any size. */
const value = (field: number, type: number) => (name: string, ...dims: ReadonlyArray<number | string>): Field => {
  const sides = dims.map((dim) => message(1, typeof dim === "number" ? number(1, dim) : string(2, dim)))
  return message(field, string(1, name), message(2, message(1, number(1, type), message(2, ...sides))))
}

export const input = value(11, FLOAT)
export const tokenInput = value(11, INT64)
export const output = value(12, FLOAT)

/** The bytes of an `.onnx` file. */
export const model = (...graph: ReadonlyArray<Field>): Uint8Array =>
  Uint8Array.from([
    number(1, 8),
    message(7, ...graph, string(2, "made by hand")),
    message(8, number(2, 17))
  ].flat())

/** Images N × 3 × h × w: `embedding`, the mean of each channel times a 3 × 2 matrix, and `tokens`, a token a pixel. */
export const imageModel = (): Uint8Array =>
  model(
    node("GlobalAveragePool", ["pixels"], "means"),
    node("Flatten", ["means"], "flat"),
    node("MatMul", ["flat", "weights"], "embedding"),
    node("Reshape", ["pixels", "shape"], "channels"),
    node("Transpose", ["channels"], "tokens", { perm: [0, 2, 1] }),
    floats("weights", [3, 2], [1, 0, 0, 1, 1, 1]),
    wholes("shape", [0, 3, -1]),
    input("pixels", "n", 3, "h", "w"),
    output("embedding", "n", 2),
    output("tokens", "n", "t", 3),
    output("means", "n", 3, 1, 1)
  )

/** Vectors N × 2, doubled. */
export const vectorModel = (): Uint8Array =>
  model(node("Add", ["x", "x"], "y"), input("x", "n", 2), output("y", "n", 2))

/** Vectors, doubled, so many at a time and no others. */
export const fixedModel = (rows: number): Uint8Array =>
  model(node("Add", ["x", "x"], "y"), input("x", rows, 2), output("y", rows, 2))

/** Two inputs, of which none is the input. */
export const twoInputs = (): Uint8Array =>
  model(node("Add", ["a", "b"], "y"), input("a", "n", 2), input("b", "n", 2), output("y", "n", 2))

/** Tokens N × T, of which every one of the `rows` has a vector of two numbers: itself, and its square. */
export const textModel = (rows: number): Uint8Array =>
  model(
    node("Gather", ["table", "input_ids"], "last_hidden_state"),
    floats("table", [rows, 2], Array.from({ length: 2 * rows }, (_, i) => (i >> 1) ** (1 + i % 2))),
    tokenInput("input_ids", "n", "t"),
    tokenInput("attention_mask", "n", "t"),
    output("last_hidden_state", "n", "t", 2)
  )

/** Images N × 3 × h × w, a token a pixel. */
export const visionModel = (): Uint8Array =>
  model(
    node("Reshape", ["pixel_values", "shape"], "channels"),
    node("Transpose", ["channels"], "last_hidden_state", { perm: [0, 2, 1] }),
    wholes("shape", [0, 3, -1]),
    input("pixel_values", "n", 3, "h", "w"),
    output("last_hidden_state", "n", "t", 3)
  )
