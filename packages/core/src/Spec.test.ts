import * as Schema from "effect/Schema"
import { assert, describe, it } from "vitest"
import * as Options from "./Options.ts"
import * as Spec from "./Spec.ts"

const layout = { positional: ["score", "keep"], defaults: { keep: "10%", ties: "position" } }
const inner = Spec.make("typicality", { neighbors: 5 }, { positional: [], defaults: { neighbors: 20 } })

describe("print", () => {
  it("writes the positional options always and without names, of the others those not at their defaults", () => {
    const text = (options: object) => Spec.print(Spec.make("f", { ...options }, layout))
    assert.strictEqual(text({ score: inner, keep: "20%" }), "f(typicality(neighbors=5), 20%)")
    assert.strictEqual(text({ score: inner, keep: "10%", ties: "position" }), "f(typicality(neighbors=5), 10%)")
    assert.strictEqual(
      text({ score: inner, keep: "10%", ties: "seeded" }),
      "f(typicality(neighbors=5), 10%, ties=seeded)"
    )
    assert.strictEqual(text({ keep: "10%" }), "f(keep=10%)")
    assert.strictEqual(text({}), "f")
  })

  it("names every option when the part is not known", () => {
    assert.strictEqual(Spec.print(Spec.make("f", { a: 1, b: "x" })), "f(a=1, b=x)")
  })

  it.each([
    [1e-5, "0.00001"],
    [1e-7, "1e-7"],
    [1e21, "1e+21"],
    [-0.5, "-0.5"],
    [true, "true"],
    ["true", `"true"`],
    ["20", `"20"`],
    ["labeled+budget", "labeled+budget"],
    ["10*budget", "10*budget"],
    ["12.5%", "12.5%"],
    ["k-center", "k-center"],
    ["k-", `"k-"`],
    ["two words", `"two words"`],
    ["say \"no\"\n", `"say \\"no\\"\\n"`],
    ["", `""`]
  ])("writes %j as %s", (value, text) => {
    assert.strictEqual(Spec.print(Spec.make("f", { a: value })), `f(a=${text})`)
  })
})

it("make leaves undefined options out", () => {
  assert.deepStrictEqual(Spec.make("f", { a: undefined, b: 1 }).options, { b: 1 })
})

it("the JSON form is name and options only, all the way down", () => {
  const json = Spec.toJson(Spec.make("f", { score: inner, keep: "10%" }, layout))
  assert.strictEqual(
    JSON.stringify(json),
    `{"name":"f","options":{"score":{"name":"typicality","options":{"neighbors":5}},"keep":"10%"}}`
  )
  assert.deepStrictEqual(Object.getOwnPropertySymbols(json), [])
  assert.isTrue(Spec.isSpec(json.options["score"]))
  assert.isFalse(Spec.isSpec("f"))
})

it("−0 is 0, in a spec and in the options that a part gets", () => {
  assert.isTrue(Object.is(Spec.make("f", { by: -0 }).options["by"], 0))
  assert.isTrue(
    Object.is(Options.decode("f", Schema.Struct({ by: Options.field(Schema.Finite, 1, "x") }), { by: -0 }).by, 0)
  )
})
