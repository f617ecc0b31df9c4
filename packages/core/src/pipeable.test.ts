import { assert, it } from "vitest"
import { pipeable } from "./pipeable.ts"

it("keeps the fields and adds pipe, which is no field", () => {
  const value = pipeable({ a: 1 })
  assert.strictEqual(value.pipe((self) => self.a + 1, String), "2")
  assert.deepStrictEqual(Object.keys(value), ["a"])
})
