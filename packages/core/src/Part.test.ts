import * as Schema from "effect/Schema"
import { assert, it } from "vitest"
import { Options } from "./index.ts"
import * as Part from "./Part.ts"
import * as Spec from "./Spec.ts"

const shape = {
  name: "keep",
  options: Schema.Struct({ n: Options.field(Schema.Int, 3, "how many") }) as unknown as Options.Options,
  positional: ["score", "n"]
}

it("a part's spec prints with the part's own layout", () => {
  assert.strictEqual(Spec.print(Part.spec(shape, { score: Spec.make("margin"), n: 4 })), "keep(margin, 4)")
  assert.strictEqual(Spec.print(Part.spec(shape, { score: Spec.make("margin"), n: 3 })), "keep(margin, 3)")
})

it("attach keeps the function and adds the description", () => {
  const made = Part.attach((n: number) => n + 1, {
    ...shape,
    kind: "stage",
    summary: "keeps",
    scores: ["score"],
    make: () => 1
  })
  assert.strictEqual(made(1), 2)
  assert.strictEqual(made.part.name, "keep")
})

it("a missing score is refused, with an example", () => {
  assert.throws(
    () => Part.missingScore("keep", "score"),
    "keep: score is missing; it takes a score, such as typicality"
  )
})
