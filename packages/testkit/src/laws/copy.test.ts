import { assert, describe, it } from "@effect/vitest"
import { copy, difference, untouched } from "./copy.ts"

const value = () => ({ a: Float32Array.of(1, 2), b: [{ c: "x" }], d: undefined as number | undefined })

describe("copy", () => {
  it("shares no memory", () => {
    const original = value()
    const made = copy(original)
    assert.deepStrictEqual(made, original)
    made.a[0] = 9
    made.b[0]!.c = "y"
    assert.deepStrictEqual(original, value())
  })
})

describe("difference", () => {
  it("is the path of the first", () => {
    assert.isUndefined(difference(value(), value()))
    assert.strictEqual(difference({ ...value(), a: Float32Array.of(1, 3) }, value()), "a.1 is 3 and was 2")
    assert.strictEqual(difference({ ...value(), b: [{ c: "y" }] }, value()), "b.0.c is y and was x")
    assert.strictEqual(difference({ a: 1 }, {}), "a is 1 and was undefined")
    assert.strictEqual(difference({}, { a: 1 }), "a is undefined and was 1")
  })
})

describe("untouched", () => {
  it("gives the result, unless the input was written to", async () => {
    const original = value()
    assert.strictEqual(await untouched("it", original, () => Promise.resolve(7)), 7)
    const write = () => Promise.resolve(original.a.fill(5))
    const message = await untouched("it", original, write).then(() => "", (error: Error) => error.message)
    assert.strictEqual(message, "the input was written to: it.a.0 is 5 and was 1")
  })
})
