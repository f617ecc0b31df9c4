import { assert, describe, it } from "@effect/vitest"
import { Message } from "@marginalia/core"
import { leftOutNote } from "./left-out.ts"
import { rolesOf } from "./roles.ts"

const none = new Set<number>()

describe("leftOutNote", () => {
  it("names what was left out and why, in one line", () => {
    const { leftOut } = rolesOf(["a", "label", "Unnamed: 0", "width"], none)
    assert.deepStrictEqual(leftOutNote(leftOut).map(Message.toCode), [
      "left out of the vector, by name: \"label\" (a label), \"Unnamed: 0\" (an id), \"width\" (no feature); " +
      "`features` names what belongs to it; the labels are learned from where `labels` is this file, too (a blank one says " +
      "declined)"
    ])
    assert.match(Message.toCode(leftOutNote(rolesOf(["a", "width"], none).leftOut)[0]!), /belongs to it$/)
    assert.deepStrictEqual(leftOutNote([]), [])
    const many = Array.from({ length: 12 }, (_, i) => ({ name: `label_${i}`, role: "label" as const }))
    assert.match(Message.toCode(leftOutNote(many)[0]!), /"label_7" \(a label\) and 4 more;/)
  })
})
