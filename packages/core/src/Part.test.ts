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

it("a part over a score needs what the score needs and what it names, and is written with the score first", () => {
  const { attach, read } = Part.over("select", {
    name: "near",
    summary: "the nearest",
    source: "a paper",
    options: Schema.Struct({
      space: Options.field(Schema.Literals(["embedding", "feature"]), "feature", "where"),
      n: Options.field(Schema.Int, 3, "how many")
    }),
    positional: ["n"],
    needs: ({ space }) => [space, "cluster"]
  })
  const score = { spec: Spec.make("margin"), needs: ["probability", "cluster"] as const }
  const { needs, options, spec } = read(score, { n: 4, space: "embedding" })
  assert.deepStrictEqual<ReadonlyArray<string>>(needs, ["probability", "cluster", "embedding"])
  assert.deepStrictEqual([Spec.print(spec), options.n], ["near(margin, 4, space=embedding)", 4])
  assert.throws(() => read(score, { nn: 4 } as object), /near: there is no option "nn"/)
  const { part } = attach(() => 0, (given: typeof score, { n }) => `${given.spec.name} ${n}`)
  assert.deepStrictEqual([part.kind, part.scores, part.positional, part.source], [
    "select",
    ["score"],
    ["score", "n"],
    "a paper"
  ])
  assert.strictEqual(part.make({ score, n: 7 }), "margin 7")
  assert.throws(() => part.make({ n: 7 }), "near: score is missing; it takes a score")
})

it("parts take a column from its file where each that needs it does", () => {
  const taking = { needs: ["embedding", "cluster"], tiles: ["embedding"] } as const
  assert.deepStrictEqual(Part.tilesOf([taking, { needs: ["probability"] }]), ["embedding"])
  assert.deepStrictEqual(Part.tilesOf([taking, { needs: ["embedding"] }]), [])
  assert.deepStrictEqual(Part.tilesOf([taking, { needs: ["embedding"], tiles: ["embedding"] }]), ["embedding"])
  assert.deepStrictEqual(Part.tilesOf([{ needs: ["embedding"] }, { needs: [] }]), [])
})
