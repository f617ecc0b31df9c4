import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Manifest from "./Manifest.ts"
import * as Query from "./Query.ts"
import * as Select from "./Select.ts"
import * as Spec from "./Spec.ts"
import * as Strategy from "./Strategy.ts"

const sha256 = "0f".repeat(32)

const select = Select.make({
  spec: Spec.make("first", { share: "10%", of: Spec.make("height", { scale: 2 }) }),
  needs: [],
  pick: (frame) => {
    const positions = frame.candidates.slice(0, frame.budget)
    return Effect.succeed({ positions, scores: Float64Array.from(positions, (p) => p === 1 ? Infinity : -p) })
  }
})

const facts = Effect.gen(function*() {
  const query = yield* Query.make({
    embedding: { data: new Float32Array(10), rows: 5, cols: 2 },
    ids: ["a", "b", "c", "d", "e"],
    labeled: [3, 0],
    labels: [1, -1],
    budget: 9,
    clamp: true,
    seed: -7
  })
  const selection = yield* Strategy.run(Strategy.make(select), query)
  return {
    query,
    selection,
    budget: 9,
    classes: ["cat", "dog"],
    pool: { path: "pool.npy", sha256, format: "npy", idColumn: null },
    columns: { feature: { path: "f.npy", sha256 } },
    plugins: [],
    engine: { variant: "simd", threads: 2, clusterer: "ours", neighbors: "exact" },
    versions: { effect: "4.1.0" }
  } satisfies Manifest.Facts
})

const manifest = Effect.map(facts, Manifest.make)

describe("Manifest", () => {
  it.effect("holds the question by ids and class names, and the answer", () =>
    Effect.gen(function*() {
      const made = yield* manifest
      assert.deepStrictEqual(made.labeled, [{ id: "a", label: null }, { id: "d", label: "dog" }])
      assert.deepStrictEqual(made.declined, ["a"])
      assert.deepStrictEqual(made.picks.map((pick) => pick.id), ["b", "c", "e"])
      assert.strictEqual(made.budget, 9)
      assert.deepStrictEqual(made.classes, ["cat", "dog"])
    }))

  it.effect("tells what steps that were not exact have lost, and nothing where all were", () =>
    Effect.gen(function*() {
      const given = yield* facts, notes = { sampled: 9, lossUnseen: -0.25, loss: "none", k: 4 }
      assert.notProperty(Manifest.make(given), "losses")
      const trace = given.selection.trace.map((entry) => ({ ...entry, notes }))
      const made = Manifest.make({ ...given, selection: { ...given.selection, trace } })
      const losses = trace.map(({ step }) => ({ step, notes: { sampled: 9, lossUnseen: -0.25, loss: "none" } }))
      assert.isAbove(losses.length, 0)
      assert.deepStrictEqual(made.losses, losses)
      assert.deepStrictEqual(yield* Manifest.read(Manifest.print(made)), made)
    }))

  it.effect("names a class by its number where the names are not known", () =>
    Effect.gen(function*() {
      const made = Manifest.make({ ...yield* facts, classes: undefined })
      assert.deepStrictEqual(made.labeled.map((one) => one.label), [null, "1"])
      assert.isNull(made.classes)
    }))

  it.effect("is read back from what it prints, infinite scores and all", () =>
    Effect.gen(function*() {
      const made = yield* manifest
      const text = Manifest.print(made)
      assert.include(text, `"score": "Infinity"`)
      assert.isTrue(text.endsWith("\n"))
      assert.deepStrictEqual(yield* Manifest.read(text), made)
    }))

  const wrong = (json: unknown) => Effect.flip(Manifest.decode(json))
  const problem = (json: unknown) => Effect.map(wrong(json), (error) => error.message)

  it.effect("refuses another version, something else, and damage, each with its sentence", () =>
    Effect.gen(function*() {
      const json = Manifest.toJson(yield* manifest) as { readonly [key: string]: unknown }
      assert.include(yield* problem({ ...json, manifestVersion: 2 }), "its manifestVersion is 2")
      const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown
      assert.include(yield* problem({ ...json, manifestVersion: deep }), "its manifestVersion is [[[[[]]]]]")
      assert.include(yield* problem({}), "this is not a manifest")
      assert.include(yield* problem(null), "this is not a manifest")
      assert.include(yield* problem({ ...json, pool: { ...json["pool"] as object, sha256: "x" } }), "pool.sha256")
      assert.include(yield* problem({ ...json, budget: 0 }), "budget")
      const [other, none, value] = yield* Effect.all([
        wrong({ ...json, manifestVersion: 2 }),
        wrong({}),
        wrong({ ...json, pool: { ...json["pool"] as object, path: 7 } })
      ])
      assert.deepStrictEqual(other.reason, { _tag: "Version", value: 2, expected: 1 })
      assert.deepStrictEqual(none.reason, { _tag: "Missing", path: "manifestVersion", expected: 1 })
      assert.deepInclude(value.reason, { _tag: "Value", path: "pool.path", value: 7 })
      const text = yield* Effect.flip(Manifest.read("{"))
      assert.strictEqual(text.reason._tag, "Json")
      assert.include(text.message, "this is not JSON")
    }))
})

describe("a manifest that is nested without end", () => {
  const deep = (levels: number, inner: unknown, around: (inner: unknown) => unknown): unknown => {
    let value = inner
    for (let level = 0; level < levels; level++) value = around(value)
    return value
  }
  const recipe = { recipe: { name: "random", options: {} } }
  const cases: ReadonlyArray<readonly [field: string, value: unknown]> = [
    ["spec", deep(20_000, recipe, (strategy) => ({ subsample: { size: 1, strategy } }))],
    ["spec", deep(20_000, recipe, (strategy) => ({ orElse: [recipe, strategy] }))],
    ["options", { of: deep(20_000, 1, (value) => [value]) }],
    ["options", { of: deep(20_000, 1, (of) => ({ name: "sup", options: { of } })) }]
  ]

  it.effect.each(cases)(
    "is refused before the stack ends, by the field %s",
    ([field, value]) =>
      Effect.gen(function*() {
        const whole = Manifest.toJson(Manifest.make(yield* facts)) as { readonly [key: string]: unknown }
        const { message, reason } = yield* Effect.flip(Manifest.decode({ ...whole, [field]: value }))
        assert.deepInclude(reason, { _tag: "TooLarge", path: field })
        assert.match(message, new RegExp(`^${field}: its JSON form is nested more than \\d+ deep`))
      })
  )
})

describe("compare", () => {
  const picks = ["a", "b", "c"].map((id, position) => ({ id, position, score: 0 }))
  const ids = (...ids: ReadonlyArray<string>) => ({ ids }) as unknown as Parameters<typeof Manifest.compare>[1]

  it("confirms the same items in the same order", () => {
    const result = Manifest.compare({ picks }, ids("a", "b", "c"))
    assert.deepStrictEqual(result, { picks: 3, differences: [], gone: [], added: [] })
  })

  it("tells an exchanged order from an exchanged item", () => {
    const order = Manifest.compare({ picks }, ids("b", "a", "c"))
    assert.deepStrictEqual(order.differences.map((one) => one.rank), [1, 2])
    assert.deepStrictEqual([order.gone, order.added], [[], []])
    const item = Manifest.compare({ picks }, ids("a", "b", "z"))
    assert.deepStrictEqual(item.differences, [{ rank: 3, expected: "c", found: "z" }])
    assert.deepStrictEqual([item.gone, item.added], [["c"], ["z"]])
  })

  it("sees picks that are missing or too many", () => {
    assert.deepStrictEqual(Manifest.compare({ picks }, ids("a", "b")).differences, [
      { rank: 3, expected: "c", found: undefined }
    ])
    assert.deepStrictEqual(Manifest.compare({ picks }, ids("a", "b", "c", "d")).differences, [
      { rank: 4, expected: undefined, found: "d" }
    ])
  })
})
