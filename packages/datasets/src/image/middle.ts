/** Where the middle of an image lies: one rule for every cut, torchvision's. */

/** Height and width, or rows and columns. */
export type Size = readonly [tall: number, wide: number]

/** The nearest whole number to n / 2; of two, the even one. */
const halfToEven = (n: number): number => {
  const low = Math.floor(n / 2)
  return n % 2 === 0 ? low : low + (low & 1)
}

/**
 * Where the middle `part` of `length` pixels begins. What is left over is halved and rounded to even, as torchvision's
 * `CenterCrop` does: 224 of 341 begin at 58. Negative where there are too few: so many are missing before the first.
 */
export const middleOf = (length: number, part: number): number =>
  length >= part ? halfToEven(length - part) : -Math.floor((part - length) / 2)

/**
 * The size of an image that is scaled, proportions kept, until it just covers `size`: one side is met, the other is cut
 * to a whole number, as by torchvision's `Resize`.
 */
export const coverOf = ([tall, wide]: Size, [toTall, toWide]: Size): Size =>
  toTall * wide >= toWide * tall
    ? [toTall, Math.trunc(toTall * wide / tall)]
    : [Math.trunc(toWide * tall / wide), toWide]
