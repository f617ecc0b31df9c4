/**
 * Writes other labels of the digits than their classes, for experiments with sets of labels and with numbers:
 * `node scripts/digits-answers.ts` writes `digits-properties.csv` and `digits-slant.csv` beside the digits. A test compares them.
 */
import { loadDigits } from "@marginalia/datasets"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./sources.ts"

/** Where the files are. */
export const folder = join(root, "packages", "datasets", "data")

const SIDE = 8

/** What is said of each digit, whoever wrote it. */
const ofDigit: { readonly [property: string]: ReadonlyArray<number> } = {
  even: [0, 2, 4, 6, 8],
  loop: [0, 6, 8, 9],
  prime: [2, 3, 5, 7]
}

/** From this slant on an image leans to the right. */
const LEANING = 0.1

/** The ink of an image, and its moments around its middle: downwards, and downwards times to the right. */
const moments = (image: ArrayLike<number>) => {
  let [ink, x, y, down, across] = [0, 0, 0, 0, 0]
  for (let at = 0; at < SIDE * SIDE; at++) {
    ink += image[at]!
    x += image[at]! * (at % SIDE)
    y += image[at]! * Math.floor(at / SIDE)
  }
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [dx, dy] = [at % SIDE - x / ink, Math.floor(at / SIDE) - y / ink]
    down += image[at]! * dy * dy
    across += image[at]! * dx * dy
  }
  return { ink, down, across }
}

/** How far the ink moves to the right for a row upwards: −μ₁₁ / μ₀₂, by which handwriting is straightened. */
export const slantOf = (image: ArrayLike<number>): number => {
  const { across, down } = moments(image)
  return -across / down
}

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const csv = (labels: ReadonlyArray<string>): string =>
  ["id,label", ...labels.map((label, i) => `${i},${label}`), ""].join("\n")

/** The files by name. */
export const files = async (): Promise<ReadonlyMap<string, string>> => {
  const { labels, pool: { cols, data, rows } } = await loadDigits()
  const images = Array.from({ length: rows }, (_, i) => data.subarray(i * cols, (i + 1) * cols))
  const inks = images.map((image) => moments(image).ink), middle = median(inks)
  const sets = images.map((image, i) => {
    const said = Object.keys(ofDigit).filter((property) => ofDigit[property]!.includes(labels[i]!))
    return [...(inks[i]! > middle ? ["bold"] : []), ...said, ...(slantOf(image) > LEANING ? ["leaning"] : [])].sort()
  })
  return new Map([
    ["digits-properties.csv", csv(sets.map((set) => set.length === 0 ? ";" : set.join(";")))],
    ["digits-slant.csv", csv(images.map((image) => slantOf(image).toFixed(4)))]
  ])
}

if (import.meta.main) { for (const [name, text] of await files()) writeFileSync(join(folder, name), text) }
