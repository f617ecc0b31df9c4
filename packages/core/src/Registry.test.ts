import { assert, it } from "vitest"
import { best, coordinate, first, registry, split } from "../test/toys.ts"
import * as Filter from "./Filter.ts"
import * as Registry from "./Registry.ts"

const names = (self: Registry.Registry) => Registry.all(self).map((part) => `${part.kind} ${part.name}`)

it("keeps parts by kind, in the order of definition", () => {
  const self = Registry.make([first, coordinate, best, split, Filter.keepTop])
  assert.deepStrictEqual(names(self), [
    "stage split",
    "stage keep-top",
    "score coordinate",
    "select first",
    "strategy best"
  ])
})

it("a later part replaces an earlier one of the same kind and name, and no other", () => {
  const other = { part: { ...coordinate.part, summary: "another" } }
  const select = { part: { ...first.part, name: "coordinate" } }
  const merged = Registry.merge(Registry.make([coordinate, first]), Registry.make([other, select]))
  assert.strictEqual(merged.score.get("coordinate")?.summary, "another")
  assert.strictEqual(merged.select.get("coordinate")?.summary, first.part.summary)
  assert.strictEqual(merged.select.size, 2)
})

it("every part says what it is, and is made from its own defaults where it takes no score", () => {
  for (const part of Registry.all(registry)) {
    assert.isNotEmpty(part.summary)
    if (part.scores.length === 0) assert.isObject(part.make({}))
    else assert.throws(() => part.make({}), `${part.name}: ${part.scores[0]} is missing; it takes a score`)
  }
})
