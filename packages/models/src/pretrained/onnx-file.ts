/**
 * Writes ONNX files: protocol buffers of a graph of operations and its constants.
 */

/** Bytes of a message's fields. */
export type Fields = ReadonlyArray<Uint8Array>

const encoder = new TextEncoder()

const varint = (value: number): Uint8Array => {
  const bytes: Array<number> = []
  let rest = BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Uint8Array.from([...bytes, Number(rest)])
}

const sizeOf = (fields: Fields): number => fields.reduce((size, field) => size + field.length, 0)

const number = (field: number, value: number): Fields => [varint(field << 3), varint(value)]
const message = (field: number, ...fields: ReadonlyArray<Fields>): Fields => {
  const inner = fields.flat()
  return [varint(field << 3 | 2), varint(sizeOf(inner)), ...inner]
}
const bytes = (field: number, value: Uint8Array): Fields => message(field, [value])
const text = (field: number, value: string): Fields => bytes(field, encoder.encode(value))

const FLOAT = 1

/** A constant: its name, shape and numbers. Throws a `RangeError` where these are not as many as the shape has. */
export const constant = (name: string, shape: ReadonlyArray<number>, data: Float32Array): Fields => {
  const size = shape.reduce((a, b) => a * b, 1)
  if (data.length !== size) throw new RangeError(`the constant ${name} has ${data.length} numbers, not ${size}`)
  return message(
    5,
    ...shape.map((side) => number(1, side)),
    number(2, FLOAT),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  )
}

/** An operation on named values, with attributes of whole numbers or lists of them. */
export const node = (
  operation: string,
  inputs: ReadonlyArray<string>,
  output: string,
  attributes: { readonly [name: string]: number | ReadonlyArray<number> } = {}
): Fields =>
  message(
    1,
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(4, operation),
    ...Object.entries(attributes).map(([name, value]) =>
      typeof value === "number"
        ? message(5, text(1, name), number(3, value), number(20, 2))
        : message(5, text(1, name), ...value.map((each) => number(8, each)), number(20, 7))
    )
  )

const named = (field: number) => (name: string, ...shape: ReadonlyArray<number | string>): Fields => {
  const sides = shape.map((side) => message(1, typeof side === "number" ? number(1, side) : text(2, side)))
  return message(field, text(1, name), message(2, message(1, number(1, FLOAT), message(2, ...sides))))
}

/** What goes in: sides that may be any size are named. */
export const input: (name: string, ...shape: ReadonlyArray<number | string>) => Fields = named(11)

/** What comes out. */
export const output: (name: string, ...shape: ReadonlyArray<number | string>) => Fields = named(12)

/** The file of a graph: operations in order, constants, inputs and outputs. Operator set 13. */
export const onnxFile = (name: string, ...graph: ReadonlyArray<Fields>): Uint8Array<ArrayBuffer> => {
  const fields = [...number(1, 8), ...message(7, ...graph, text(2, name)), ...message(8, number(2, 13))]
  const file = new Uint8Array(sizeOf(fields))
  let at = 0
  for (const field of fields) {
    file.set(field, at)
    at += field.length
  }
  return file
}
