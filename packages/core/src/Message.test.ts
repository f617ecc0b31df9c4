import { assert, describe, it } from "@effect/vitest"
import * as Message from "./Message.ts"

const classes = Message.setting("classes")
const size = Message.setting("size", { value: 224 })

describe("text", () => {
  it("is a plain text without a setting, and keeps settings apart from the text around them", () => {
    assert.strictEqual(Message.text`${2} of ${"a"}`, "2 of a")
    assert.strictEqual(Message.text``, "")
    assert.deepStrictEqual(Message.text`give ${classes}`, ["give ", classes])
    assert.deepStrictEqual(Message.text`${classes}`, [classes])
  })

  it("takes messages into messages, flat", () => {
    const hint = Message.text`give ${classes} or ${size}`
    assert.deepStrictEqual(Message.text`a: ${hint}; ${"b"}`, ["a: give ", classes, " or ", size, "; b"])
    assert.deepStrictEqual(Message.join([hint, "c"], "; "), ["give ", classes, " or ", size, "; c"])
    assert.strictEqual(Message.join(["a", "b"], "; "), "a; b")
    assert.strictEqual(Message.join([], "; "), "")
  })
})

describe("toCode", () => {
  it("names settings as code does, with the value where only one will do", () => {
    const some = Message.text`${classes}, ${size}, ${Message.setting("features", { example: "a,b" })}, ${
      Message.setting("skip", { value: ["NA"] })
    }, ${Message.column("probability")}, ${Message.setting("download", { call: true, value: "mnist" })}`
    const shown = "`classes`, `size: 224`, `features`, `skip: [\"NA\"]`, `probability`, `download(\"mnist\")`"
    assert.strictEqual(Message.toCode(some), shown)
    assert.strictEqual(Message.toCode("as it is"), "as it is")
  })

  it("is the same after a message went through JSON, as it does between processes", () => {
    const hint = Message.text`give ${classes} or ${size}`
    assert.strictEqual(Message.toCode(JSON.parse(JSON.stringify(hint)) as Message.Message), Message.toCode(hint))
  })
})

describe("of", () => {
  it("is an error's data where it keeps some, else its text", () => {
    const says = Message.text`give ${classes}`
    assert.strictEqual(Message.of({ says }), says)
    assert.strictEqual(Message.of(new Error("no")), "no")
    assert.strictEqual(Message.of("no"), "no")
    assert.isFalse(Message.isExplained({ says: 3 }))
  })
})
