/**
 * Half precision (IEEE 754 binary16), which engines before Node 24 have no arrays of.
 */

/** The number that 16 bits stand for; exact, as every half is a single. */
export const halfToSingle = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** An array of halves in single precision; a new array. */
export const halves = (bits: Uint16Array): Float32Array => Float32Array.from(bits, halfToSingle)
