import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Scope from "effect/Scope"
import { load } from "../../backend/load.ts"
import { keep, restore, type State } from "./checkpoint.ts"

const facts = { data: "3 items", seed: "1" }

const numbers = (tensors: ReadonlyMap<string, tf.Tensor>) =>
  Array.from(tensors, ([name, tensor]) => [name, tensor.shape, Array.from(tensor.dataSync())] as const)

/** A state of three tensors, and a file for it. */
const world = Effect.gen(function*() {
  yield* load("cpu")
  const fs = yield* FileSystem.FileSystem
  const state: State = {
    epoch: 3,
    taken: 12,
    weights: new Map<string, tf.Tensor>([["a.b", tf.tensor2d([[1, 2], [3, 4.5]])], ["c", tf.tensor1d([-1])]]),
    moments: new Map<string, tf.Tensor>([["a.b/m", tf.tensor2d([[0, 1e-9], [0, 0]])]])
  }
  return { fs, folder: yield* fs.makeTempDirectoryScoped(), state }
})

const run = <A, E>(effect: Effect.Effect<A, E, NodeServices.NodeServices | Scope.Scope>) =>
  effect.pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("a checkpoint", () => {
  it.effect("gives back what was kept, in a folder that is made for it", () =>
    run(Effect.gen(function*() {
      const { folder, fs, state } = yield* world, file = `${folder}/new/checkpoint`
      assert.isUndefined(yield* restore(file, facts))
      yield* keep(file, facts, state)
      yield* keep(file, facts, { ...state, epoch: 4 })
      const found = (yield* restore(file, facts))!
      assert.deepStrictEqual([found.epoch, found.taken], [4, 12])
      assert.deepStrictEqual(numbers(found.weights), numbers(state.weights))
      assert.deepStrictEqual(numbers(found.moments), numbers(state.moments))
      assert.deepStrictEqual(yield* fs.readDirectory(`${folder}/new`), ["checkpoint"])
    })))

  it.effect("of another pretraining is refused, with what differs", () =>
    run(Effect.gen(function*() {
      const { folder, state } = yield* world, file = `${folder}/checkpoint`
      yield* keep(file, facts, state)
      const { message, reason } = yield* Effect.flip(restore(file, { ...facts, seed: "2" }))
      const differences = [{ name: "seed", there: "1", here: "2" }]
      assert.deepStrictEqual(reason, { _tag: "Other", differences })
      assert.strictEqual(
        message,
        `${file}: this checkpoint is of another pretraining: seed is 2 here and was 1 there; name another file`
      )
    })))

  it.effect("is refused where it is damaged, cut short or something else", () =>
    run(Effect.gen(function*() {
      const { folder, fs, state } = yield* world, file = `${folder}/checkpoint`
      const refused = Effect.flip(restore(file, facts))
      yield* keep(file, facts, state)
      const bytes = yield* fs.readFile(file)
      for (const damaged of [bytes.slice(0, -4), bytes.slice(0, -1), bytes.with(bytes.length - 1, 7)]) {
        yield* fs.writeFile(file, damaged)
        const { message, reason } = yield* refused
        assert.strictEqual(message, `${file}: the checkpoint is damaged; remove it to begin anew`)
        const size = { _tag: "Damaged", value: damaged.length - bytes.indexOf(10) - 1, expected: 36 } as const
        if (damaged.length < bytes.length) assert.deepStrictEqual(reason, size)
        else assert.match(String(reason._tag === "Damaged" && reason.value), /^[0-9a-f]{64}$/)
      }
      for (const other of [new Uint8Array(0), new Uint8Array(9).fill(10), new TextEncoder().encode("{}\n")]) {
        yield* fs.writeFile(file, other)
        const { message, reason } = yield* refused
        assert.deepStrictEqual([message, reason._tag], [`${file}: this is no checkpoint of a pretraining`, "Format"])
      }
    })))

  it.effect("that cannot be written leaves the one before as it was, and nothing beside it", () =>
    run(Effect.gen(function*() {
      const { folder, fs, state } = yield* world, file = `${folder}/checkpoint`
      yield* keep(file, facts, state)
      const breaking = FileSystem.FileSystem.of({ ...fs, rename: (from) => fs.rename(from, `${folder}/no/such`) })
      const error = yield* keep(file, facts, { ...state, epoch: 9 }).pipe(
        Effect.provideService(FileSystem.FileSystem, breaking),
        Effect.flip
      )
      assert.match(error.message, /the checkpoint cannot be written/)
      assert.strictEqual((yield* restore(file, facts))!.epoch, 3)
      assert.deepStrictEqual(yield* fs.readDirectory(folder), ["checkpoint"])
    })))
})
