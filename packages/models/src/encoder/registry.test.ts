import { assert, describe, it } from "@effect/vitest"
import { Named, Options, Registry, Spec } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { defineEncoder, encoders } from "./plan.ts"
import { registry } from "./registry.ts"

const known = Named.all(registry, encoders)
const read = (text: string) => Named.readUnsafe(encoders, text, registry)

describe("the encoders by name", () => {
  it("say what they are, and what each option is", () => {
    assert.deepStrictEqual(
      [...known.keys()],
      ["raw", "standardize", "pca", "simclr", "fitted", "model", "onnx", "transformers"]
    )
    for (const { name, options, summary } of known.values()) {
      assert.isNotEmpty(summary, name)
      for (const [option, field] of Object.entries(options.fields)) {
        assert.isNotEmpty(Options.description(field), `${name}: ${option}`)
      }
    }
  })

  it.each([
    ["raw", "raw"],
    ["pca", "pca(64)"],
    ["pca(3)", "pca(3)"],
    ["pca(components=3)", "pca(3)"],
    ["simclr(width=16, epochs=100)", "simclr(epochs=100, width=16)"],
    ["model(a-folder/m)", "model(a-folder/m)"],
    ["fitted(\"a folder/m\")", "fitted(\"a folder/m\")"],
    ["onnx(dinov2.onnx, pooling=mean)", "onnx(dinov2.onnx, pooling=mean)"],
    ["transformers(Xenova/all-MiniLM-L6-v2)", "transformers(Xenova/all-MiniLM-L6-v2)"]
  ])("%s is printed as %s, by its plan too", (text, printed) => {
    const { spec, value } = read(text)
    assert.strictEqual(Spec.print(spec), printed)
    assert.strictEqual(value.text, printed)
    assert.strictEqual(read(printed).value.text, printed)
  })

  it.each([
    ["model:a folder/m", "model(\"a folder/m\")"],
    ["fitted:pool.encoder", "fitted(pool.encoder)"],
    ["onnx:dinov2.onnx", "onnx(dinov2.onnx)"],
    ["transformers:Xenova/x", "transformers(Xenova/x)"],
    ["model:", "model(PATH)"],
    ["pca(dimensions=50)", "pca(50)"]
  ])("the old spelling %s is refused with the new one, which is read", (old, now) => {
    assert.throws(() => read(old), `the encoder "${old}" is written ${now} now`)
    assert.strictEqual(read(now).value.text, now)
  })

  it.each([
    ["standardise", /there is no encoder "standardise"; there are raw, .*Did you mean "standardize"\?/],
    ["raw(3)", /raw: a value without a name is one too many/],
    ["raw(x=3)", /raw: there is no option "x"/],
    ["pca(0)", /pca: components takes/],
    ["pca(3, 4)", /only components may stand without a name/],
    ["model", /model: folder is missing \(the folder that the model was saved in\)/],
    ["onnx(x.onnx, pooling=max)", /pooling takes/],
    ["simclr(depth=50)", /depth takes/]
  ])("%s is refused", (text, message) => {
    assert.throws(() => read(text), message)
  })

  it("what options a plan has is read back from its text", () => {
    const options = fc.record({
      epochs: fc.integer({ min: 1, max: 1000 }),
      batch: fc.integer({ min: 2, max: 1024 }),
      rate: fc.oneof(fc.constant("auto"), fc.double({ min: 1e-9, max: 10, noNaN: true })),
      stem: fc.constantFrom("3x3", "3x3-pool", "7x7"),
      flip: fc.boolean()
    })
    fc.assert(fc.property(options, (given) => {
      const { text } = known.get("simclr")!.make(given), { spec, value } = read(text)
      assert.strictEqual(value.text, text)
      assert.deepInclude(spec.options, given)
    }))
    fc.assert(fc.property(fc.string({ minLength: 1 }), (model) => {
      const { reads, text } = known.get("transformers")!.make({ model })
      assert.deepStrictEqual(reads, [model])
      assert.deepStrictEqual(read(text).value.reads, [model])
    }))
  })
})

describe("an encoder of one's own", () => {
  const ones = defineEncoder({
    name: "ones",
    summary: "as many ones",
    start: () => ({
      name: "ones",
      hash: "ones/1",
      batch: 8,
      encode: ({ rows }) => Effect.succeed({ data: new Float32Array(rows).fill(1), rows, cols: 1 })
    })
  })

  it.effect("is a definition and a line of the registry", () =>
    Effect.gen(function*() {
      const mine = Registry.merge(registry, Registry.make([ones]))
      const plan = (yield* Named.read(encoders, "ones", mine)).value
      assert.deepStrictEqual([plan.text, plan.reads, plan.learns, plan.cached], ["ones", [], undefined, undefined])
      assert.deepStrictEqual(Named.all(mine, encoders).size, known.size + 1)
    }))
})
