/**
 * From Fortran order, where the first index runs fastest, to C order, where the last one does.
 */

/** Counts an index up in C order, the last axis fastest. */
const advance = (index: Array<number>, shape: ReadonlyArray<number>): void => {
  for (let axis = index.length - 1; axis >= 0; axis--) {
    index[axis] = index[axis]! + 1
    if (index[axis]! < shape[axis]!) return
    index[axis] = 0
  }
}

/** Where the element at an index lies in Fortran order. */
const fortranPosition = (index: ReadonlyArray<number>, shape: ReadonlyArray<number>): number => {
  let at = 0
  for (let axis = index.length - 1; axis >= 0; axis--) at = at * shape[axis]! + index[axis]!
  return at
}

/** Eight bytes go as two words of four, since a float64 or a bigint would be slower or might change bits. */
const wordsOf = (bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array | Uint16Array | Uint32Array => {
  const Words = size === 1 ? Uint8Array : size === 2 ? Uint16Array : Uint32Array
  return new Words(bytes.buffer, bytes.byteOffset, bytes.length / Words.BYTES_PER_ELEMENT)
}

/**
 * The same elements of `size` bytes (1, 2, 4 or 8; aligned) in C order, as a new array of bytes. O(elements).
 */
export const fortranToC = (
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
  shape: ReadonlyArray<number>
): Uint8Array<ArrayBuffer> => {
  const result = new Uint8Array(bytes.length)
  const from = wordsOf(bytes, size)
  const to = wordsOf(result, size)
  const words = size === 8 ? 2 : 1
  const cols = shape.at(-1) ?? 1
  const rows = cols === 0 ? 0 : bytes.length / size / cols
  const outer = shape.slice(0, -1)
  const index = outer.map(() => 0)
  for (let row = 0, at = 0; row < rows; row++) {
    const start = fortranPosition(index, outer)
    // Neighbors in a row lie `rows` elements apart.
    for (let col = 0; col < cols; col++) {
      const source = (start + col * rows) * words
      to[at++] = from[source]!
      if (words === 2) to[at++] = from[source + 1]!
    }
    advance(index, outer)
  }
  return result
}
