import * as Schema from "effect/Schema"
import { assert, describe, it } from "vitest"
import * as Count from "./Count.ts"
import { InvalidOptions } from "./Errors.ts"
import * as Options from "./Options.ts"

const schema = Schema.Struct({
  k: Options.field(Count.Count, "labeled+budget", "how many clusters"),
  keep: Options.field(Count.Amount, "10%", "how many stay"),
  temperature: Options.field(Schema.Finite.check(Schema.isGreaterThan(0)), 1, "T"),
  ties: Options.field(Schema.Literals(["position", "seeded"]), "position", "ties"),
  normalize: Options.field(Schema.Boolean, true, "unit rows"),
  name: Options.field(Schema.String, "", "a name")
}) as unknown as Options.Options

const refused = (input: { readonly [option: string]: unknown }, also?: ReadonlyArray<string>): InvalidOptions => {
  try {
    Options.decode("part", schema, input, also)
  } catch (error) {
    if (error instanceof InvalidOptions) return error
  }
  throw new Error("it was not refused")
}

describe("decode", () => {
  it("fills in the defaults, also for what is undefined", () => {
    const all = { k: "labeled+budget", keep: "10%", temperature: 1, ties: "position", normalize: true, name: "" }
    assert.deepStrictEqual(Options.decode("part", schema), all)
    assert.deepStrictEqual(Options.decode("part", schema, { k: undefined, temperature: 2 }), { ...all, temperature: 2 })
    assert.deepStrictEqual(Options.defaults(schema), all)
  })

  it.each([
    [{ k: 0 }, "k", "part: k takes a value greater than 0, not 0"],
    [{ k: 1.5 }, "k", "part: k takes an integer, not 1.5"],
    [{ k: "many" }, "k", `part: k takes a whole number or e.g. labeled+budget, 10*budget, not "many"`],
    [{ keep: "101%" }, "keep", `part: keep takes a whole number, a share such as 10%, or e.g. 10*budget, not "101%"`],
    [{ keep: true }, "keep", "part: keep takes a number or a text, not true"],
    [{ temperature: -1 }, "temperature", "part: temperature takes a value greater than 0, not -1"],
    [{ temperature: Number.NaN }, "temperature", "part: temperature takes a finite number, not NaN"],
    [{ ties: "random" }, "ties", `part: ties takes "position" or "seeded", not "random"`],
    [{ normalize: "no" }, "normalize", `part: normalize takes true or false, not "no"`],
    [{ name: 3 }, "name", "part: name takes a text, not 3"],
    [{ name: null }, "name", "part: name takes a text, not null"]
  ])("refuses %o, naming the option, what it takes and what it was given", (input, path, message) => {
    const error = refused(input), [value] = Object.values(input)
    assert.strictEqual(error.path, path)
    assert.deepInclude(error.reason, { _tag: "Value", value })
    assert.strictEqual(error.message, message)
  })

  it("refuses an unknown option, with the nearest name and all names", () => {
    const { message, path, reason } = refused({ temprature: 1 }, ["score"])
    assert.strictEqual(path, "temprature")
    const allowed = ["score", ...Object.keys(schema.fields)]
    assert.deepStrictEqual<unknown>(reason, { _tag: "Unknown", allowed, suggestion: "temperature" })
    assert.strictEqual(
      message,
      `part: there is no option "temprature". Did you mean "temperature"? ` +
        "It takes score, k, keep, temperature, ties, normalize, name."
    )
    assert.throws(() => Options.decode("part", Schema.Struct({}), { a: 1 }), "It takes no options.")
  })
})

it("a field's sentence can be read back, for the docs", () => {
  assert.strictEqual(Options.description(schema.fields["k"]!), "how many clusters")
  assert.strictEqual(Options.description(Schema.String), "")
})

it("options without a Schema are exact: another name is refused, with what was meant", () => {
  assert.deepStrictEqual(Options.exact("x", { a: 1 }, ["a", "b"]), { a: 1 })
  assert.throws(
    () => Options.exact("x", { varient: 1 }, ["variant"]),
    `x: there is no option "varient". Did you mean "variant"? It takes variant.`
  )
  assert.throws(() => Options.exact("x", new Map() as object, ["a"]), "x: the options are a Map; give an object")
})
