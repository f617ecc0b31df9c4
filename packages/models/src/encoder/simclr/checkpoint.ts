/**
 * How far a pretraining has come, in a file: a line of JSON and, after it, the weights and the optimizer's moments in
 * single precision, little-endian. The file is there whole or not at all.
 */
import * as Quote from "@marginalia/core/Quote"
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as tf from "@tensorflow/tfjs-core"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { sizeOf } from "../../network/layer/Layer.ts"
import { type Difference, differencesOf, type Facts, inWords, sha256 } from "./facts.ts"

/** Why a checkpoint cannot be gone on with. */
export type CheckpointProblem =
  /** It cannot be written, or read; `cause` is what the system said. */
  | { readonly _tag: "Unwritable"; readonly cause: unknown }
  | { readonly _tag: "Unreadable"; readonly cause: unknown }
  /** It is something else. */
  | { readonly _tag: "Format"; readonly cause: unknown }
  /** It is of another pretraining: each fact that differs, as it was `there` and is `here`. */
  | { readonly _tag: "Other"; readonly differences: ReadonlyArray<Difference> }
  /** It was cut short, or changed: so many bytes, or that hash, where others are expected. */
  | { readonly _tag: "Damaged"; readonly value: number | string; readonly expected: number | string }

const sentence = (reason: CheckpointProblem): string => {
  switch (reason._tag) {
    case "Unwritable":
      return "the checkpoint cannot be written"
    case "Unreadable":
      return "the checkpoint cannot be read"
    case "Format":
      return "this is no checkpoint of a pretraining"
    case "Other":
      return `this checkpoint is of another pretraining: ${inWords(reason.differences)}; name another file`
    case "Damaged":
      return "the checkpoint is damaged; remove it to begin anew"
  }
}

/** A checkpoint cannot be read or written, is damaged, or is of another pretraining; `reason` says which. */
export class CheckpointError extends Data.TaggedError("CheckpointError")<{
  readonly path: string
  readonly reason: CheckpointProblem
}> {
  readonly exitCode = 2
  override get message(): string {
    return Quote.message(`${this.path}: ${sentence(this.reason)}`)
  }
}

/** What a pretraining goes on from. */
export interface State {
  /** Epochs done. */
  readonly epoch: number
  /** Steps that the optimizer took. */
  readonly taken: number
  readonly weights: ReadonlyMap<string, tf.Tensor>
  readonly moments: ReadonlyMap<string, tf.Tensor>
}

const Entries = Schema.Array(Schema.Struct({ name: Schema.String, shape: Schema.Array(Schema.Natural) }))

const Header = Schema.Struct({
  format: Schema.Literal("marginalia-checkpoint"),
  version: Schema.Literal(1),
  facts: Schema.Record(Schema.String, Schema.String),
  epoch: Schema.Natural,
  taken: Schema.Natural,
  sha256: Schema.String,
  weights: Entries,
  moments: Entries
})

const HeaderText = Schema.fromJsonString(Header)

const failure = (path: string, _tag: "Unwritable" | "Unreadable" | "Format") => (cause: unknown): CheckpointError =>
  new CheckpointError({ path, reason: { _tag, cause } })

const numbersOf = (tensors: Iterable<tf.Tensor>): Effect.Effect<Uint8Array> =>
  Effect.promise(async () => {
    const parts = await Promise.all(Array.from(tensors, (tensor) => tensor.data()))
    const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      out.set(part, at)
      at += part.length
    }
    return new Uint8Array(out.buffer)
  })

const entriesOf = (tensors: ReadonlyMap<string, tf.Tensor>) =>
  Array.from(tensors, ([name, { shape }]) => ({ name, shape }))

/** Writes a state; the folder is made where it is missing. The tensors stay the caller's. */
export const keep = Effect.fn("simclr.checkpoint")(function*(file: string, facts: Facts, state: State) {
  const fs = yield* FileSystem.FileSystem, path = yield* Path.Path
  const bytes = yield* numbersOf([...state.weights.values(), ...state.moments.values()])
  const header = yield* Schema.encodeEffect(HeaderText)({
    format: "marginalia-checkpoint",
    version: 1,
    facts,
    epoch: state.epoch,
    taken: state.taken,
    sha256: yield* sha256(bytes),
    weights: entriesOf(state.weights),
    moments: entriesOf(state.moments)
  }).pipe(Effect.orDie)
  yield* fs.makeDirectory(path.dirname(file), { recursive: true }).pipe(
    Effect.andThen(writeAtomically(file, [new TextEncoder().encode(`${header}\n`), bytes])),
    Effect.mapError(failure(file, "Unwritable"))
  )
})

type Entry = typeof Entries.Type[number]

const tensorsOf = (entries: ReadonlyArray<Entry>, values: Float32Array, from: number): Map<string, tf.Tensor> => {
  let at = from
  return new Map(entries.map(({ name, shape }) => [name, tf.tensor(values.slice(at, at += sizeOf(shape)), [...shape])]))
}

const sizes = (entries: ReadonlyArray<Entry>): number => entries.reduce((sum, { shape }) => sum + sizeOf(shape), 0)

const read = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const bytes = yield* fs.readFile(file).pipe(Effect.mapError(failure(file, "Unreadable")))
  const end = bytes.indexOf(10)
  const header = yield* Schema.decodeEffect(HeaderText)(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))))
    .pipe(Effect.mapError(failure(file, "Format")))
  return { header, numbers: new Uint8Array(bytes.subarray(end + 1)) }
})

/**
 * What {@link keep} wrote; undefined where there is no such file. Fails where the file is damaged or of a pretraining
 * with other facts, and says which. The tensors are the caller's.
 */
export const restore = Effect.fn("simclr.restore")(function*(file: string, facts: Facts) {
  const fs = yield* FileSystem.FileSystem
  const isThere = yield* fs.exists(file).pipe(Effect.mapError(failure(file, "Unreadable")))
  if (!isThere) return undefined
  const { header: { epoch, moments, taken, weights, ...header }, numbers } = yield* read(file)
  const refuse = (reason: CheckpointProblem) => new CheckpointError({ path: file, reason })
  const differences = differencesOf(header.facts, facts)
  if (differences.length > 0) return yield* refuse({ _tag: "Other", differences })
  const [value, expected] = [numbers.length, 4 * (sizes(weights) + sizes(moments))]
  if (value !== expected) return yield* refuse({ _tag: "Damaged", value, expected })
  const found = yield* sha256(numbers)
  if (found !== header.sha256) return yield* refuse({ _tag: "Damaged", value: found, expected: header.sha256 })
  const values = new Float32Array(numbers.buffer)
  const state: State = {
    epoch,
    taken,
    weights: tensorsOf(weights, values, 0),
    moments: tensorsOf(moments, values, sizes(weights))
  }
  return state
})
