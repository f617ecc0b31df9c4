/**
 * Encoders of one's own in ONNX files (DINOv2, CLIP, …), run by the package onnxruntime-node, which is optional.
 */
import type * as Matrix from "@marginalia/core/Matrix"
import type * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import { hashData } from "@marginalia/datasets/hash"
import type { Items } from "@marginalia/datasets/items"
import { importOptional, isMissing } from "@marginalia/datasets/optional"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import type { Encoder } from "./Encoder.ts"
import { EncoderError, type EncoderProblem, type ModelFault } from "./errors.ts"
import { type Described, misfit, named, pieces, sidesOf, type Unnamed } from "./onnx-session.ts"
import { type Given, pooled, type Pooling } from "./pooling.ts"
import { prepare, Preprocess, preprocess } from "./preprocess.ts"
import { revisions } from "./revision.ts"

/** The part of onnxruntime-node that is used. */
interface Runtime {
  readonly Tensor: new(type: "float32", data: Float32Array, dims: ReadonlyArray<number>) => object
  readonly InferenceSession: {
    readonly create: (path: string, options: { readonly logSeverityLevel: number }) => Promise<Session>
  }
}

interface Session extends Described {
  readonly run: (feeds: { readonly [name: string]: object }, fetches: ReadonlyArray<string>) => Promise<{
    readonly [name: string]: {
      readonly type: string
      readonly data: ArrayLike<number>
      readonly dims: ReadonlyArray<number>
    }
  }>
  readonly release: () => Promise<void>
}

/** How to use the file. */
export interface OnnxOptions {
  /**
   * What the model wants of its items; {@link readPreprocess} reads it from beside the file. Default: what {@link
   * readPreprocess} finds, or its defaults.
   */
  readonly preprocess?: Preprocess
  /** How tokens become one vector. Default: as the description says. */
  readonly pooling?: Pooling | undefined
  /** Which output is taken. Default: as the description says; a model of several outputs needs one. */
  readonly output?: string | undefined
}

const failure = (path: string) => (reason: EncoderProblem): EncoderError =>
  new EncoderError({ encoder: `onnx(${path})`, reason })

/** What to say of a package that does not load. */
export const missingPackage = (name: string, version: string, cause: unknown): EncoderProblem => ({
  _tag: "MissingPackage",
  name,
  problem: isMissing(cause) ? "is not installed" : `cannot be loaded (${Quote.thrown(cause)})`,
  remedy: `add it to your project with: npm install ${name}@${version}`
})

const runtime = (path: string): Effect.Effect<Runtime, EncoderError> =>
  Effect.tryPromise({
    try: () => importOptional("onnxruntime-node"),
    catch: (cause) => failure(path)(missingPackage("onnxruntime-node", "1.30.0", cause))
  }).pipe(
    Effect.map((
      module
    ) => ("default" in (module as object) ? (module as { default: Runtime }).default : module as Runtime))
  )

/**
 * Whether a model in the file at `path` could begin: fails with `EncoderError` where the package is not installed, or there is no
 * such file. For callers who have much to read before it does.
 */
export const checkOnnx = Effect.fn("checkOnnx")(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  yield* runtime(path)
  yield* fs.access(path, { readable: true }).pipe(
    Effect.mapError((cause) =>
      failure(path)({ _tag: "BadModel", path, problem: "this file cannot be read", fault: "Unreadable", cause })
    )
  )
})

/** The sha256 of a file, piece by piece. */
export const hashFile = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem, hash = createHash("sha256")
  yield* Stream.runForEach(fs.stream(path), (bytes) => Effect.sync(() => void hash.update(bytes)))
  return hash.digest("hex")
})

const DescriptionText = Schema.fromJsonString(Preprocess)

/**
 * The description in a JSON file. Without `path`, the one beside the model (`encoder.json` for `encoder.onnx`), or the
 * defaults where there is none. Fails with `EncoderError` for one that says what there is not.
 */
export const readPreprocess = Effect.fn("readPreprocess")(function*(model: string, path?: string) {
  const fs = yield* FileSystem.FileSystem, file = path ?? model.replace(/\.onnx$/, "") + ".json"
  const fail = (problem: string, fault: ModelFault) =>
    failure(model)({ _tag: "BadModel", path: file, problem, ...fault })
  if (path === undefined && !(yield* Effect.orElseSucceed(fs.exists(file), () => false))) {
    yield* note(
      `note: no ${file} says what the model wants of its images: they stay as large as they are, values go from 0 to 1 ` +
        "without mean and std, channels first (docs/embed.md)"
    )
    return preprocess()
  }
  const text = yield* fs.readFileString(file).pipe(
    Effect.mapError((cause) => fail("this file cannot be read", { fault: "Unreadable", cause }))
  )
  return yield* Schema.decodeEffect(DescriptionText)(text, { onExcessProperty: "error" }).pipe(
    Effect.mapError((cause) => {
      const fault = { fault: "Format", expected: "a description of what a model wants", cause } as const
      return fail(`this is no description of what a model wants: ${cause.message}`, fault)
    })
  )
})

const floats = (data: ArrayLike<number>): Float32Array => data instanceof Float32Array ? data : Float32Array.from(data)

/** The rows that are the caller's, where a batch was filled up. */
const first = ({ cols, data }: Matrix.Matrix, rows: number): Matrix.Matrix => ({
  data: data.subarray(0, rows * cols),
  rows,
  cols
})

const stacked = (parts: ReadonlyArray<Matrix.Matrix>): Matrix.Matrix => {
  const [one] = parts, cols = one?.cols ?? 0
  if (one !== undefined && parts.length === 1) return one
  const rows = parts.reduce((sum, part) => sum + part.rows, 0), data = new Float32Array(rows * cols)
  let at = 0
  for (const part of parts) {
    data.set(part.data, at)
    at += part.data.length
  }
  return { data, rows, cols }
}

/**
 * A model in an ONNX file as an encoder of images or vectors, on the processor. Lives as long as the scope.
 *
 * A fixed size of the batch is the model's own: batches are cut to it, and the last one is filled up. Fails with
 * `EncoderError`: the package is missing, the file is no model, there is no such input or output, or several, the model
 * refuses what it is given, or gives what cannot be pooled.
 *
 * `path` is the model's file; by default of `options`, all is as the description beside it says.
 */
export const onnxEncoder = Effect.fn("onnxEncoder")(function*(path: string, options: OnnxOptions = {}) {
  const fail = failure(path), spec = options.preprocess ?? preprocess(), pooling = options.pooling ?? spec.pooling
  const bad = (problem: Message.Message, fault: ModelFault) => fail({ _tag: "BadModel", path, problem, ...fault })
  const { InferenceSession, Tensor } = yield* runtime(path)
  const weights = yield* hashFile(path).pipe(
    Effect.mapError((cause) => bad("this file cannot be read", { fault: "Unreadable", cause }))
  )
  const session = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => InferenceSession.create(path, { logSeverityLevel: 3 }),
      catch: (cause) => {
        const fault = { fault: "Format", expected: "a model that runs here", cause } as const
        return bad(`this is no model that runs here (${Quote.thrown(cause)})`, fault)
      }
    }),
    (session) => Effect.promise(() => session.release())
  )
  const input = named("input", spec.input, session.inputNames),
    output = named("output", options.output ?? spec.output, session.outputNames)
  if (typeof input !== "string" || typeof output !== "string") {
    const { problem, ...fault } = (typeof input === "string" ? output : input) as Unnamed
    return yield* bad(problem, { fault: "Unnamed", ...fault })
  }
  const sides = sidesOf(session, input), [fixed] = sides
  const piece = async (data: Float32Array, dims: ReadonlyArray<number>): Promise<Given> => {
    const found = (await session.run({ [input]: new Tensor("float32", data, dims) }, [output]))[output]!
    return { data: floats(found.data), dims: found.dims }
  }
  const run = (data: Float32Array, dims: ReadonlyArray<number>) =>
    Effect.tryPromise({
      try: () => piece(data, dims),
      catch: (cause) => fail({ _tag: "Refused", problem: `the model refuses its input: ${Quote.thrown(cause)}`, cause })
    }).pipe(Effect.uninterruptible)
  const encode: Encoder<Items>["encode"] = Effect.fnUntraced(function*(items) {
    const { data, dims: [rows = 0, ...item] } = prepare(spec, items), wrong = misfit(sides, [rows, ...item])
    if (wrong !== undefined) return yield* fail({ _tag: "Unfit", ...wrong })
    const parts: Array<Matrix.Matrix> = []
    for (const part of pieces(data, rows, fixed ?? rows)) {
      const matrix = pooled(yield* run(part.data, [fixed ?? rows, ...item]), pooling)
      if ("problem" in matrix) return yield* fail({ _tag: "Unfit", ...matrix })
      parts.push(first(matrix, part.rows))
    }
    return stacked(parts)
  })
  const hash = hashData({ onnx: revisions.onnx, weights, spec: { ...spec }, pooling: pooling ?? "none", output })
  return { name: `onnx(${path})`, hash, batch: fixed ?? spec.batch, encode } satisfies Encoder<Items> as Encoder<Items>
})
