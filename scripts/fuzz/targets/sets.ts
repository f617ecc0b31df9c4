/** The files of known data sets, and images. */
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { cifar10, type CifarLabel, parseCifar } from "../../../packages/datasets/src/cifar.ts"
import { parseIdxImages, parseIdxLabels } from "../../../packages/datasets/src/idx.ts"
import { readImage } from "../../../packages/datasets/src/image/decode.ts"
import { imageRule } from "../../../packages/datasets/src/image/options.ts"
import { loadSharp } from "../../../packages/datasets/src/image/sharp.ts"
import { parseMat } from "../../../packages/datasets/src/mat.ts"
import { parseSvhn } from "../../../packages/datasets/src/svhn.ts"
import { mat, matrix, packed } from "../../../packages/datasets/test/mat.ts"
import { jpg, plain, png } from "../../../packages/datasets/test/pictures.ts"
import type { Target } from "../target.ts"

const idx = (shape: ReadonlyArray<number>): Uint8Array => {
  const size = shape.reduce((product, n) => product * n, 1)
  const dims = Buffer.alloc(4 * shape.length)
  shape.forEach((n, i) => dims.writeUInt32BE(n, 4 * i))
  return new Uint8Array(Buffer.concat([Buffer.from([0, 0, 8, shape.length]), dims, Buffer.alloc(size, 1)]))
}

const doubles = new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer)
const svhn = [matrix("X", [32, 32, 3, 2], new Uint8Array(32 * 32 * 3 * 2)), matrix("y", [2, 1], Uint8Array.of(1, 10))]
const mats = [
  mat(matrix("a", [2, 3], doubles, { kind: 6, type: 9 }), packed(matrix("b", [3, 1], Uint8Array.of(1, 2, 3)))),
  mat(packed(matrix("name", [6, 1], Uint8Array.of(1, 2, 3, 4, 5, 6))))
]

const cifar = (records: number, { bytes }: CifarLabel) => new Uint8Array(records * (bytes + 3072)).fill(1)

const picture = { tall: 9, wide: 7, at: (row: number, col: number, channel: number) => row * 20 + col * 3 + channel }
const pictures = await Promise.all([png(picture), jpg(picture), png(plain(7)), jpg(plain(9, 16, 16), 6)])

const sharp = await Effect.runPromise(loadSharp)
const rule = await Effect.runPromise(imageRule({ size: 8 }))
const asItIs = await Effect.runPromise(imageRule({}))

const image = (input: Uint8Array, folder: string) =>
  Effect.suspend(() => {
    const path = join(folder, "x.png")
    writeFileSync(path, input)
    return readImage(sharp, path, input.length % 2 === 0 ? rule : asItIs)
  })

/** See the module. */
export const sets: ReadonlyArray<Target> = [
  {
    name: "idx images",
    kind: "bytes",
    examples: [idx([2, 4, 4]), idx([1, 1, 1])],
    read: (input) => parseIdxImages(input, "x")
  },
  {
    name: "idx labels",
    kind: "bytes",
    share: 5,
    examples: [idx([9])],
    read: (input) => parseIdxLabels(input, "x", 10)
  },
  {
    name: "cifar",
    kind: "bytes",
    share: 3,
    examples: [cifar(2, cifar10)],
    read: (input) => parseCifar(input, "x", cifar10)
  },
  { name: "mat", kind: "bytes", examples: mats, read: (input) => parseMat(input, "x") },
  {
    name: "svhn",
    kind: "bytes",
    share: 3,
    examples: [mat(...svhn), mat(...svhn.map(packed))],
    read: (input) => parseSvhn(input, "x")
  },
  { name: "image", kind: "bytes", share: 3, examples: pictures, read: image }
]
