/** `.npy` files of any of the dtypes of which tiles are read. */

const kinds = { f2: Float16Array, f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array } as const

/** The dtypes. */
export type Kind = keyof typeof kinds

/** The bytes of a file. */
export const npy = (
  kind: Kind,
  numbers: ArrayLike<number>,
  shape: ReadonlyArray<number>,
  order = "False"
): Uint8Array => {
  const descr = `${kind.endsWith("1") ? "|" : "<"}${kind}`,
    sides = shape.length === 1 ? `${shape[0]},` : shape.join(", ")
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sides}), }`.padEnd(117) + "\n"
  const data = new kinds[kind](numbers)
  const head = [0x93, ...Buffer.from("NUMPY"), 1, 0, text.length, 0]
  return Buffer.concat([
    Buffer.from(head),
    Buffer.from(text),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  ])
}
