/**
 * A typed array that grows while rows arrive.
 */

type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** Single precision for vectors, double for the few values that must be exact. */
export type Precision = "single" | "double"

/** Room that doubles when it is full, and is cut to size at the end; both move memory where the engine can. */
export interface Growing {
  /** The array with room for at least `size` numbers; earlier arrays are dead afterwards. */
  readonly reserve: (size: number) => Numbers
  /** The first `size` numbers. */
  readonly finish: (size: number) => Numbers
}

export const makeGrowing = (precision: Precision): Growing => {
  const Numbers = precision === "single" ? Float32Array : Float64Array
  let data: Numbers = new Numbers(1024)
  const resize = (size: number): Numbers =>
    data = new Numbers(data.buffer.transferToFixedLength(size * Numbers.BYTES_PER_ELEMENT))
  return {
    reserve: (size) => size <= data.length ? data : resize(Math.max(size, data.length * 2)),
    finish: (size) => resize(size)
  }
}
