/** Items to label in tests of the page: pictures, texts or rows, with the classes that they truly have. */
import { loadDigits } from "@marginalia/datasets/digits"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import sharp from "sharp"

/** Items, by position. */
export interface Pool {
  readonly name: string
  readonly kind: "image" | "text" | "row"
  readonly size: number
  readonly classes: ReadonlyArray<string>
  readonly truth: ArrayLike<number>
  /** `width` numbers an item. */
  readonly features: Float32Array
  readonly width: number
  /** The pixels' side, of square gray images. */
  readonly side: number
  readonly text: (item: number) => string | null
  readonly fields: (item: number) => ReadonlyArray<{ readonly name: string; readonly value: string }> | null
  /** Where the items lie on a map, two numbers an item, where that is known. */
  readonly layout?: Float32Array
  readonly picture: (item: number) => Promise<Uint8Array>
}

const gray = (features: Float32Array, side: number, most: number) => (item: number): Promise<Uint8Array> => {
  const size = side * side, pixels = features.subarray(item * size, (item + 1) * size)
  const bytes = Uint8Array.from(pixels, (value) => Math.round((255 * value) / most))
  return sharp(bytes, { raw: { width: side, height: side, channels: 1 } }).png().toBuffer()
}

const noText = { text: () => null, fields: () => null }

/** The digits that ship with the data sets, as images of 8 × 8. */
export const digits = async (size = 1797): Promise<Pool> => {
  const data = await loadDigits()
  const features = data.pool.data.slice(0, size * 64)
  const classes = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
  return {
    ...noText,
    name: "digits",
    kind: "image",
    size,
    classes,
    truth: data.labels,
    features,
    width: 64,
    side: 8,
    picture: gray(features, 8, 16)
  }
}

/** Fashion-MNIST's test images, from the folder of its four files. */
export const fashion = (folder: string, size = 10_000): Pool => {
  const read = (name: string) => gunzipSync(readFileSync(join(folder, name)))
  const features = Float32Array.from(read("t10k-images-idx3-ubyte.gz").subarray(16, 16 + size * 784))
  const classes = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]
  return {
    ...noText,
    name: "fashion",
    kind: "image",
    size,
    classes,
    truth: read("t10k-labels-idx1-ubyte.gz").subarray(8),
    features,
    width: 784,
    side: 28,
    picture: gray(features, 28, 255)
  }
}

const sentences = [
  [
    "refund",
    "The lamp came with a crack in its shade. I would like my money back, please; the order number is on the slip."
  ],
  [
    "delivery",
    "My parcel was to arrive on Tuesday. It is Friday, and the tracking page still says that it left the depot."
  ],
  ["praise", "Just a note to say that the chair is wonderful. My back has not felt this good in years."]
] as const

const others = (kind: "text" | "row", size: number): Pool => {
  const truth = Int32Array.from({ length: size }, (_, i) => (i * 7) % 3)
  const features = new Float32Array(size * 3)
  truth.forEach((label, i) => {
    features[i * 3 + label] = 1
    features[i * 3 + ((label + 1) % 3)] = (i % 10) / 20
  })
  const sentence = (i: number): string => sentences[truth[i]!]![1]
  const long = (
    i: number
  ): string => (i % 5 === 4 ? Array.from({ length: 20 }, () => sentence(i)).join(" ") : sentence(i))
  return {
    name: kind === "text" ? "letters" : "customers",
    kind,
    size,
    classes: sentences.map(([name]) => name),
    truth,
    features,
    width: 3,
    side: 0,
    text: (i) => (kind === "text" ? long(i) : null),
    fields: (i) =>
      kind === "row"
        ? [
          { name: "customer", value: `C-${1000 + i}` },
          { name: "country", value: ["Norway", "Peru", "Japan", "Chad"][i % 4]! },
          { name: "orders", value: String((i * 13) % 40) },
          { name: "message", value: sentence(i) }
        ]
        : null,
    picture: () => Promise.reject(new Error("no pictures"))
  }
}

/** Letters to a shop. */
export const letters = (size = 300): Pool => others("text", size)

/** Rows of a table. */
export const customers = (size = 300): Pool => others("row", size)
