/**
 * The one order of classes: which name has which number, wherever classes are named.
 */

const WHOLE = /^-?\d+$/

/**
 * Compares the texts `a` and `b` by their code points: `"\uffff"` comes before `"😀"`, which a comparison of UTF-16 code
 * units would turn around.
 */
export const compareCodePoints = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    // Surrogates (of code points beyond 0xffff) come after all other units.
    const [high, other] = [x >= 0xD800 && x <= 0xDFFF, y >= 0xD800 && y <= 0xDFFF]
    return high === other ? x - y : high ? 1 : -1
  }
  return a.length - b.length
}

const byValue = (a: string, b: string): number => {
  const [x, y] = [BigInt(a), BigInt(b)]
  return x < y ? -1 : x > y ? 1 : compareCodePoints(a, b)
}

/**
 * The distinct names in the order of their numbers: whole numbers by value where all of them are (`2` before `10`; `01` and
 * `1` are two names, by code point), else by code point.
 *
 * Folders of images, tables, labels, `train`, `predict`, `select` and `run` all number classes by it, so that names can be
 * matched with columns of numbers. O(n log n).
 *
 * @example
 * ```ts
 * import { sortedClasses } from "@marginalia/datasets"
 *
 * console.log(sortedClasses(["10", "9", "2", "9"]).join(" ")) // => 2 9 10
 * console.log(sortedClasses(["10", "9", "b"]).join(" ")) // => 10 9 b
 * ```
 */
export const sortedClasses = (names: Iterable<string>): ReadonlyArray<string> => {
  const distinct = [...new Set(names)]
  return distinct.sort(distinct.every((name) => WHOLE.test(name)) ? byValue : compareCodePoints)
}

/** The number of each label by the classes' names; −1 where a label is `undefined` or no class. O(labels). */
export const classNumbers = (
  names: ReadonlyArray<string>,
  labels: ReadonlyArray<string | undefined>
): Int32Array<ArrayBuffer> => {
  const number = new Map<string | undefined, number>(names.map((name, i) => [name, i]))
  return Int32Array.from(labels, (label) => number.get(label) ?? -1)
}
