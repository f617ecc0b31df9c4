import { Named, Registry, Spec } from "@marginalia/core"
import * as Options from "@marginalia/core/Options"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { build } from "./build.ts"
import { dense } from "./layer/dense.ts"
import { sizeOf } from "./layer/Layer.ts"
import { defineNetwork, heads, networks } from "./named.ts"
import { maxSeparation, mlp, registry, resnet18 } from "./registry.ts"
import { Network } from "./spec.ts"

const read = (text: string) => Named.readUnsafe(networks, text, registry)
const again = (text: string) => Spec.print(read(text).spec)

describe("networks and heads by name", () => {
  it("are what code makes of the same options", () => {
    assert.deepStrictEqual(read("mlp(64, 32, dropout=0.5)").value, mlp({ hidden: [64, 32], dropout: 0.5 }))
    assert.deepStrictEqual(
      read("resnet34(width=16, stem=3x3-pool, front=true, head=max-separation(0.1))").value,
      {
        kind: "resnet",
        depth: 34,
        stem: "3x3-pool",
        front: true,
        width: 16,
        dropout: 0,
        head: { kind: "max-separation", radius: 0.1 }
      }
    )
    assert.deepStrictEqual(
      resnet18({ head: maxSeparation({ radius: 2 }) }),
      read("resnet18(head=max-separation(2))").value
    )
    assert.deepInclude(read("mlp").value, { kind: "mlp", hidden: [256], head: { kind: "learned" } })
    assert.deepStrictEqual(Named.readUnsafe(heads, "max-separation", registry).value, {
      kind: "max-separation",
      radius: 1
    })
  })

  it.each([
    ["mlp(256, 128)", "mlp(256, 128)"],
    ["mlp(hidden=[8], head=learned)", "mlp(8, head=learned)"],
    ["resnet18(width=16, stem=3x3-pool)", "resnet18(stem=3x3-pool, width=16)"],
    ["linear(head=max-separation)", "linear(head=max-separation(1))"]
  ])("%s is printed as %s", (text, printed) => {
    assert.strictEqual(again(text), printed)
    assert.strictEqual(again(printed), printed)
  })

  it("what is made in code is written, and read back, as what it is", () => {
    const given = fc.record({
      hidden: fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 4 }),
      dropout: fc.double({ min: 0, max: 0.99, noNaN: true }),
      radius: fc.double({ min: 1e-6, max: 1e6, noNaN: true })
    })
    fc.assert(fc.property(given, ({ dropout, hidden, radius }) => {
      const made = mlp({ hidden, dropout, head: maxSeparation({ radius }) })
      const { spec, value } = read(Spec.print(Named.specOf(made)!))
      assert.deepStrictEqual(value, made)
      assert.strictEqual(Spec.print(spec), Spec.print(Named.specOf(made)!))
    }))
  })

  it.each([
    ["resnet19", /no network "resnet19"; there are linear, mlp, resnet18, resnet34\. Did you mean "resnet18"/],
    ["resnet18(16)", /resnet18: a value without a name is one too many; write name=value/],
    ["mlp(0)", /mlp: hidden/],
    ["mlp(2.5)", /mlp: hidden/],
    ["linear(drop=1)", /linear: there is no option "drop".*It takes dropout, head/],
    ["resnet18(width=0)", /width takes/],
    ["resnet18(depth=34)", /no option "depth"/],
    ["linear(dropout=1)", /dropout takes/],
    ["linear(head=fixed)", /there is no head "fixed"; there are learned, max-separation/],
    ["linear(head=learned(2))", /learned: a value without a name/],
    ["linear(head=max-separation(0))", /radius takes/]
  ])("%s is refused", (text, message) => {
    assert.throws(() => read(text), message)
  })
})

describe("a network of one's own", () => {
  const wide = defineNetwork({
    name: "wide",
    summary: "one hidden layer without a relu",
    options: Schema.Struct({ times: Options.field(Schema.Int, 2, "how many times as wide as the input it is") }),
    positional: ["times"],
    body: ({ times }, input) => dense("wide", sizeOf(input), times * sizeOf(input), true)
  })
  const mine = Registry.merge(registry, Registry.make([wide]))

  it("has dropout and a head like any other, survives JSON, and is built", () => {
    const { value } = Named.readUnsafe(networks, "wide(3, head=max-separation(2))", mine)
    assert.deepStrictEqual(value, wide({ times: 3, head: maxSeparation({ radius: 2 }) }))
    const back = Schema.decodeUnknownSync(Network)(JSON.parse(JSON.stringify(value)))
    const { body, fixed, weights } = build(back, [4], 3)
    assert.deepStrictEqual(body?.output, [12])
    assert.strictEqual(fixed?.rows, 3)
    assert.deepStrictEqual(weights.map(({ name }) => name.split(".")[0]), ["wide", "wide", "head", "head"])
  })

  it("that nobody defined in this process is refused when it is built", () => {
    const value = { ...wide(), name: "nowhere" } as Network
    assert.throws(() => build(value, [4], 3), /the network nowhere is not known here; it is a plugin's/)
  })
})
