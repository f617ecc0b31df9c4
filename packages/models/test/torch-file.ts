/** For tests: files of weights as PyTorch before 1.6 wrote them, and weights that any language can compute. */

const text = new TextEncoder()

const le = (size: number, value: number | bigint): ReadonlyArray<number> =>
  Array.from({ length: size }, (_, i) => Number(BigInt.asUintN(8, BigInt(value) >> BigInt(8 * i))))

const string = (value: string): ReadonlyArray<number> => {
  const bytes = text.encode(value)
  return [0x58, ...le(4, bytes.length), ...bytes]
}

const ascii = (value: string): ReadonlyArray<number> => [...text.encode(value)]
const int = (value: number): ReadonlyArray<number> => [0x4a, ...le(4, value)]
const tuple = (...values: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<number> => [
  0x28,
  ...values.flat(),
  0x74
]
const global = (module: string, name: string): ReadonlyArray<number> => ascii(`c${module}\n${name}\n`)
const pickle = (
  ...parts: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<number> => [0x80, 2, ...parts.flat(), 0x2e]

/** A tensor for {@link torchFile}: strides other than row by row are written as they are said. */
export interface Tensor {
  readonly shape: ReadonlyArray<number>
  readonly strides?: ReadonlyArray<number>
  readonly data: Float32Array
}

const strides = (shape: ReadonlyArray<number>) => shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1))

/** The file of a state dictionary; every tensor in a storage of its own. `callee` and `magic` make files that are none. */
export const torchFile = (
  tensors: ReadonlyMap<string, Tensor>,
  { callee = "_rebuild_tensor_v2", magic = 0x1950a86a20f9469cfc6cn } = {}
): Uint8Array => {
  const entries = [...tensors].map(([name, { data, shape, strides: by = strides(shape) }], i) => [
    ...string(name),
    ...global("torch._utils", callee),
    ...tuple(
      [
        ...tuple(string("storage"), global("torch", "FloatStorage"), string(`s${i}`), string("cpu"), int(data.length), [
          0x4e
        ]),
        0x51
      ],
      int(0),
      tuple(...shape.map(int)),
      tuple(...by.map(int)),
      [0x89],
      [...global("collections", "OrderedDict"), 0x29, 0x52]
    ),
    0x52,
    0x71,
    1
  ])
  const dictionary = [...global("collections", "OrderedDict"), 0x29, 0x52, 0x28, ...entries.flat(), 0x75]
  const keys = [0x5d, 0x28, ...entries.flatMap((_, i) => string(`s${i}`)), 0x65]
  const head = [
    ...pickle([0x8a, 10, ...le(10, magic)]),
    ...pickle([0x4d, ...le(2, 1001)]),
    ...pickle([0x7d, 0x28, ...string("little_endian"), 0x88, 0x75]),
    ...pickle(dictionary),
    ...pickle(keys)
  ]
  const storages = [...tensors.values()].flatMap(({ data }) => [
    Uint8Array.from(le(8, data.length)),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  ])
  return new Uint8Array(Buffer.concat([Uint8Array.from(head), ...storages]))
}

/** `count` numbers from −1 to 1 of a linear congruential generator, the same in every language. */
export const draws = (seed: number, count: number): Float64Array => {
  const numbers = new Float64Array(count)
  for (let i = 0, x = seed; i < count; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0
    numbers[i] = x / 2 ** 31 - 1
  }
  return numbers
}
