/** For tests: runs a small part of ONNX in plain loops, so that what is written can be tried without the runtime. */

/** A field of a message: its number, and what it holds. */
type Found = ReadonlyArray<readonly [field: number, value: number | Uint8Array]>

const varint = (bytes: Uint8Array, from: number): readonly [number, number] => {
  let value = 0, at = from
  for (let scale = 1;; scale *= 128) {
    const byte = bytes[at++]!
    value += (byte & 127) * scale
    if (byte < 128) return [value, at]
  }
}

const fieldsOf = (bytes: Uint8Array): Found => {
  const found: Array<readonly [number, number | Uint8Array]> = []
  for (let at = 0; at < bytes.length;) {
    const [tag, next] = varint(bytes, at), [value, end] = varint(bytes, next)
    if ((tag & 7) === 0) {
      found.push([tag >> 3, value])
      at = end
    } else {
      found.push([tag >> 3, bytes.subarray(end, end + value)])
      at = end + value
    }
  }
  return found
}

const all = (found: Found, field: number) => found.filter(([n]) => n === field).map(([, value]) => value)
const text = (value: number | Uint8Array | undefined): string => new TextDecoder().decode(value as Uint8Array)

/** Numbers with a shape. */
export interface Array4 {
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

const constantOf = (bytes: Uint8Array): readonly [string, Array4] => {
  const found = fieldsOf(bytes), raw = all(found, 9)[0] as Uint8Array
  return [text(all(found, 8)[0]), { shape: all(found, 1) as Array<number>, data: new Float32Array(raw.slice().buffer) }]
}

interface Node {
  readonly operation: string
  readonly inputs: ReadonlyArray<string>
  readonly output: string
  readonly attributes: ReadonlyMap<string, ReadonlyArray<number>>
}

const nodeOf = (bytes: Uint8Array): Node => {
  const found = fieldsOf(bytes)
  const attributes = all(found, 5).map((attribute) => {
    const inner = fieldsOf(attribute as Uint8Array), type = all(inner, 20)[0]
    return [text(all(inner, 1)[0]), all(inner, type === 2 ? 3 : 8) as Array<number>] as const
  })
  return {
    operation: text(all(found, 4)[0]),
    inputs: all(found, 1).map(text),
    output: text(all(found, 2)[0]),
    attributes: new Map(attributes)
  }
}

const convolve = (x: Array4, w: Array4, b: Array4, { attributes }: Node): Array4 => {
  const [rows = 0, from = 0, tall = 0, wide = 0] = x.shape, [to = 0, each = 0, kernel = 0] = w.shape
  const [top = 0, left = 0, bottom = 0, right = 0] = attributes.get("pads")!, [stride = 1] = attributes.get("strides")!
  const [group = 1] = attributes.get("group")!
  const [h, v] = [(tall + top + bottom - kernel) / stride + 1, (wide + left + right - kernel) / stride + 1].map(
    Math.floor
  ) as [number, number]
  const data = new Float32Array(rows * to * h * v)
  for (let n = 0, at = 0; n < rows; n++) {
    for (let o = 0; o < to; o++) {
      const first = Math.floor(o / (to / group)) * each
      for (let i = 0; i < h; i++) {
        for (let j = 0; j < v; j++, at++) {
          let sum = b.data[o]!
          for (let c = 0; c < each; c++) {
            for (let p = 0; p < kernel; p++) {
              const y = i * stride + p - top
              if (y < 0 || y >= tall) continue
              for (let q = 0; q < kernel; q++) {
                const z = j * stride + q - left
                if (z < 0 || z >= wide) continue
                sum += x.data[((n * from + first + c) * tall + y) * wide + z]! *
                  w.data[((o * each + c) * kernel + p) * kernel + q]!
              }
            }
          }
          data[at] = sum
        }
      }
    }
  }
  return { shape: [rows, to, h, v], data }
}

const averaged = ({ data, shape: [rows = 0, channels = 0, tall = 0, wide = 0] }: Array4): Array4 => ({
  shape: [rows, channels, 1, 1],
  data: Float32Array.from({ length: rows * channels }, (_, i) => {
    const part = data.subarray(i * tall * wide, (i + 1) * tall * wide)
    return part.reduce((sum, x) => sum + x, 0) / part.length
  })
})

/** Rows of a times columns of b. */
const product = ({ data, shape: [rows = 0, inner = 0] }: Array4, b: Array4): Array4 => {
  const [, cols = 0] = b.shape, out = new Float32Array(rows * cols)
  for (let at = 0; at < out.length; at++) {
    const row = Math.floor(at / cols), col = at % cols
    for (let j = 0; j < inner; j++) out[at]! += data[row * inner + j]! * b.data[j * cols + col]!
  }
  return { shape: [rows, cols], data: out }
}

const softmax = ({ data, shape }: Array4): Array4 => {
  const [, cols = 1] = shape, out = data.map(Math.exp)
  const sum = (row: number) => out.subarray(row * cols, (row + 1) * cols).reduce((a, b) => a + b, 0)
  const sums = Array.from({ length: data.length / cols }, (_, row) => sum(row))
  return { shape, data: out.map((x, i) => x / sums[Math.floor(i / cols)]!) }
}

const result = (node: Node, [a, b, c]: ReadonlyArray<Array4>): Array4 => {
  switch (node.operation) {
    case "Conv":
      return convolve(a!, b!, c!, node)
    case "Clip":
      return { shape: a!.shape, data: a!.data.map((x) => Math.min(Math.max(x, b!.data[0]!), c!.data[0]!)) }
    case "Add":
      return { shape: a!.shape, data: a!.data.map((x, i) => x + b!.data[i]!) }
    case "GlobalAveragePool":
      return averaged(a!)
    case "Flatten":
      return { shape: [a!.shape[0]!, a!.data.length / a!.shape[0]!], data: a!.data }
    case "Gemm": {
      const { data, shape } = product(a!, b!)
      return { shape, data: data.map((x, i) => x + c!.data[i % c!.data.length]!) }
    }
    case "MatMul":
      return product(a!, b!)
    case "Softmax":
      return softmax(a!)
    default:
      throw new Error(`there is no ${node.operation} here`)
  }
}

/** The output of a file's graph for what is given to its input. */
export const runOnnx = (file: Uint8Array, given: Array4): Array4 => {
  const graph = fieldsOf(all(fieldsOf(file), 7)[0] as Uint8Array)
  const values = new Map(all(graph, 5).map((bytes) => constantOf(bytes as Uint8Array)))
  const nameOf = (field: number) => text(all(fieldsOf(all(graph, field)[0] as Uint8Array), 1)[0])
  values.set(nameOf(11), given)
  for (const node of all(graph, 1).map((bytes) => nodeOf(bytes as Uint8Array))) {
    values.set(node.output, result(node, node.inputs.map((name) => values.get(name)!)))
  }
  return values.get(nameOf(12))!
}
