import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { importOptional } from "@marginalia/datasets/optional"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf } from "../../../../datasets/test/pictures.ts"
import { bestEncoder, modelFolder } from "./auto.ts"

const within = (variables: object) => Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(variables)))

const has = (name: string) => Effect.promise(() => importOptional(name).then(() => true, () => false))

layer(NodeServices.layer)("the best encoder that is here", (it) => {
  it.effect("is what the environment names, else the first model in the folder whose package is installed", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({}), encoders = join(root, "encoders"), here = within({ MARGINALIA_CACHE: root })
      const best = (kind: "image" | "text") => Effect.map(here(bestEncoder(kind)), ({ text }) => text)
      assert.strictEqual(yield* here(modelFolder), encoders)
      assert.isUndefined(yield* best("image"))
      assert.include((yield* here(bestEncoder("image"))).advice, encoders)
      mkdirSync(join(encoders, "mini"), { recursive: true })
      writeFileSync(join(encoders, "b.onnx"), "")
      assert.isUndefined(yield* best("image"))
      writeFileSync(join(encoders, "b.json"), "{}")
      writeFileSync(join(encoders, "mini", "config.json"), "{\"hidden_size\": 2}")
      const onnx = (yield* has("onnxruntime-node")) ? `onnx(${join(encoders, "b.onnx")})` : undefined
      assert.strictEqual(yield* best("image"), onnx)
      const model = (yield* has("@huggingface/transformers")) ? `transformers(${join(encoders, "mini")})` : undefined
      assert.strictEqual(yield* best("text"), model)
      const own = within({ MARGINALIA_CACHE: root, MARGINALIA_ENCODER: "pca(2)" })
      assert.deepStrictEqual(yield* own(bestEncoder("text")), { text: "pca(2)", advice: undefined })
    }))
})
