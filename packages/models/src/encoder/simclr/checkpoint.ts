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
import { difference, type Facts, sha256 } from "./facts.ts"

/** A checkpoint cannot be read or written, is damaged, or is of another pretraining. */
export class CheckpointError extends Data.TaggedError("CheckpointError")<{
  readonly path: string
  readonly problem: string
  readonly cause?: unknown
}> {
  readonly exitCode = 2
  override get message(): string {
    return Quote.message(`${this.path}: ${this.problem}`)
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

const failure = (path: string, problem: string) => (cause: unknown): CheckpointError =>
  new CheckpointError({ path, problem, cause })

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
    Effect.mapError(failure(file, "the checkpoint cannot be written"))
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
  const bytes = yield* fs.readFile(file).pipe(Effect.mapError(failure(file, "the checkpoint cannot be read")))
  const end = bytes.indexOf(10)
  const header = yield* Schema.decodeEffect(HeaderText)(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))))
    .pipe(Effect.mapError(failure(file, "this is no checkpoint of a pretraining")))
  return { header, numbers: new Uint8Array(bytes.subarray(end + 1)) }
})

/**
 * What {@link keep} wrote; undefined where there is no such file. Fails where the file is damaged or of a pretraining
 * with other facts, and says which. The tensors are the caller's.
 */
export const restore = Effect.fn("simclr.restore")(function*(file: string, facts: Facts) {
  const fs = yield* FileSystem.FileSystem
  const isThere = yield* fs.exists(file).pipe(Effect.mapError(failure(file, "the checkpoint cannot be read")))
  if (!isThere) return undefined
  const { header: { epoch, moments, taken, weights, ...header }, numbers } = yield* read(file)
  const other = difference(header.facts, facts)
  if (other !== "") {
    return yield* failure(file, `this checkpoint is of another pretraining: ${other}; name another file`)(undefined)
  }
  if (numbers.length !== 4 * (sizes(weights) + sizes(moments)) || (yield* sha256(numbers)) !== header.sha256) {
    return yield* failure(file, "the checkpoint is damaged; remove it to begin anew")(undefined)
  }
  const values = new Float32Array(numbers.buffer)
  const state: State = {
    epoch,
    taken,
    weights: tensorsOf(weights, values, 0),
    moments: tensorsOf(moments, values, sizes(weights))
  }
  return state
})
