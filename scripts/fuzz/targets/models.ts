/** Folders of models, checkpoints and descriptions beside them. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as TensorBackend from "../../../packages/models/src/backend/TensorBackend.ts"
import { readPreprocess } from "../../../packages/models/src/encoder/onnx.ts"
import * as Rows from "../../../packages/models/src/encoder/rows-file.ts"
import { keep, restore } from "../../../packages/models/src/encoder/simclr/checkpoint.ts"
import { fresh } from "../../../packages/models/src/model/Model.ts"
import { load, save } from "../../../packages/models/src/model/store.ts"
import { build } from "../../../packages/models/src/network/build.ts"
import { network } from "../../../packages/models/src/network/spec.ts"
import type { Target } from "../target.ts"

interface Files {
  readonly manifest: string
  readonly weights: Uint8Array
}

const here = mkdtempSync(join(tmpdir(), "marginalia-fuzz-models-"))
process.on("exit", () => rmSync(here, { recursive: true, force: true }))

const made = (name: string, spec: Parameters<typeof network>[0]) =>
  Effect.gen(function*() {
    const normalization = { scale: 2, mean: [0.1], std: [0.5] }
    const model = yield* fresh(build(network(spec), [6], 3), normalization, Rng.fromSeed(1))
    const folder = join(here, name)
    yield* save(model, folder)
    yield* keep(join(here, `${name}.checkpoint`), { a: "b" }, {
      epoch: 1,
      taken: 2,
      weights: model.weights,
      moments: model.weights
    })
    const manifest = readFileSync(join(folder, "model.json"), "utf8")
    return { manifest, weights: new Uint8Array(readFileSync(join(folder, "weights.bin"))) } satisfies Files
  })

const tensors = <A, E>(effect: Effect.Effect<A, E, import("../target.ts").Services>) =>
  Effect.provide(effect, TensorBackend.cpu, { local: true })

const models: ReadonlyArray<Files> = await Effect.runPromise(
  Effect.all([
    made("mlp", { kind: "mlp", hidden: [4], dropout: 0.5, head: { kind: "max-separation", radius: 0.5 } }),
    made("linear", { kind: "linear" })
  ]).pipe(tensors, Effect.scoped, Effect.provide(NodeServices.layer))
)

const checkpoint = new Uint8Array(readFileSync(join(here, "mlp.checkpoint")))

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex")

const folderOf = (
  folder: string,
  { manifest, weights }: { readonly manifest: string | Uint8Array; readonly weights: Uint8Array }
) => {
  writeFileSync(join(folder, "model.json"), manifest)
  writeFileSync(join(folder, "weights.bin"), weights)
  return tensors(load(folder))
}

/** Weights other than those that were saved, under a manifest that holds their hash: what someone made on purpose. */
const weights = (input: Uint8Array, folder: string) =>
  Effect.flatMap(Effect.promise(() => sha256(Uint8Array.from(input))), (hash) => {
    const manifest = models[1]!.manifest.replace(/"sha256":"[0-9a-f]*"/, `"sha256":"${hash}"`)
    return folderOf(folder, { manifest, weights: input })
  })

const manifests = models.map(({ manifest }) => manifest)

const manifest = (input: Uint8Array, folder: string) => {
  const isMlp = new TextDecoder().decode(input).includes("hidden0")
  return folderOf(folder, { manifest: input, weights: models[isMlp ? 0 : 1]!.weights })
}

const written = (name: string, input: Uint8Array, folder: string): string => {
  writeFileSync(join(folder, name), input)
  return join(folder, name)
}

const rowsFile = await Effect.runPromise(
  Effect.gen(function*() {
    const path = join(here, "rows"), rows = { data: Float32Array.of(1, 2, 3, 4), rows: 2, cols: 2 }
    writeFileSync(path, "")
    const fs = yield* (yield* Effect.promise(() => import("effect/FileSystem"))).FileSystem
    const file = yield* fs.open(path, { flag: "r+" })
    yield* Rows.write(file, 2, rows, 0)
    yield* Rows.seal(file, 2)
    return new Uint8Array(readFileSync(path))
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
)

const preprocess = JSON.stringify({
  layout: "NHWC",
  resize: 256,
  crop: [224, 224],
  mean: [0.5, 0.5, 0.5],
  std: [1, 1, 1],
  batch: 4
})

/** See the module. */
export const modelTargets: ReadonlyArray<Target> = [
  { name: "model.json", kind: "json", share: 3, examples: manifests, read: manifest },
  { name: "weights.bin", kind: "bytes", share: 3, examples: [models[1]!.weights], read: weights },
  {
    name: "checkpoint",
    kind: "bytes",
    share: 2,
    examples: [checkpoint],
    read: (input, folder) => tensors(restore(written("c", input, folder), { a: "b" }))
  },
  {
    name: "cached rows",
    kind: "bytes",
    share: 3,
    examples: [rowsFile],
    read: (input, folder) => Rows.read(written("r", input, folder), 2)
  },
  {
    name: "preprocess",
    kind: "json",
    share: 3,
    examples: [preprocess],
    read: (input, folder) => readPreprocess("x.onnx", written("p.json", input, folder))
  }
]
