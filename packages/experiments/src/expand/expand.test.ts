import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { asked, of, refused } from "../../test/asked.ts"
import { Unit } from "../unit.ts"

describe("expand", () => {
  it.effect("makes every strategy on every data set with every seed, seeds of one data set together", () =>
    Effect.gen(function*() {
      const { control, name, units } = yield* of(
        asked({ data: ["digits", "mnist"], strategies: ["margin", "random"], seeds: [3, 1], rounds: 4 })
      )
      assert.strictEqual(name, "e")
      assert.strictEqual(control, "random")
      assert.deepStrictEqual(
        units.map(({ data, seed, strategy }) => `${data.name} ${seed} ${strategy.name}`),
        ["digits", "mnist"].flatMap((data) =>
          [3, 1].flatMap((seed) => ["margin", "random"].map((strategy) => `${data} ${seed} ${strategy}`))
        )
      )
      for (const unit of units) {
        assert.deepStrictEqual(Schema.decodeUnknownSync(Unit)(JSON.parse(JSON.stringify(unit))), unit)
      }
    }))

  it.effect("puts a data set's own settings over those for all", () =>
    Effect.gen(function*() {
      const { units: [first, second] } = yield* of(asked({
        data: ["digits", { name: "few", dataset: "digits", budget: "3*classes", longTail: 20, holdOut: 0.5 }],
        strategies: "random",
        budget: 7,
        seeds: 1
      }))
      assert.deepStrictEqual([first!.budget, second!.budget], [7, 30])
      assert.deepStrictEqual([first!.data.longTail, second!.data.longTail], [null, { factor: 20, seed: 0 }])
      assert.deepStrictEqual([first!.data.holdOut!.fraction, second!.data.holdOut!.fraction], [0.2, 0.5])
    }))

  it.effect("takes a budget of each round, and as many rounds; refuses a data set's other number of them", () =>
    Effect.gen(function*() {
      const words = { data: ["digits"], strategies: "random", budget: [5, "classes", 20], seeds: 1 }
      const { units: [unit] } = yield* of(asked(words))
      assert.deepInclude(unit!, { budget: [5, 10, 20], rounds: 3 })
      assert.deepStrictEqual(Schema.decodeUnknownSync(Unit)(JSON.parse(JSON.stringify(unit))), unit)
      const data = [{ name: "more", dataset: "digits", rounds: 4 }]
      const error = yield* Effect.flip(of(asked({ ...words, data })))
      assert.include(error.message, "rounds is 4, and the file's budget lists 3 rounds")
    }))

  it.effect("resolves paths from the file's folder, and holds nothing out where there are test items", () =>
    Effect.gen(function*() {
      const { units: [unit] } = yield* of(
        asked({ data: { dataset: "mnist", folder: "d", embedding: "v.npy" }, strategies: "random", holdOut: 0.3 })
      )
      assert.deepStrictEqual(unit!.data.source, { kind: "known", dataset: "mnist", folder: "/exp/d" })
      assert.deepStrictEqual(unit!.data.embedding, { kind: "file", pool: "/exp/v.npy" })
      assert.isNull(unit!.data.holdOut)
    }))

  it.effect("takes a path for a data set of one's own", () =>
    Effect.gen(function*() {
      const message = yield* refused(asked({ data: { dataset: "./photos/", size: 32 }, strategies: "random" }))
      assert.match(message, /there is no folder \/exp\/photos/)
    }))

  it.effect("gives strategies the network that they need, and says so", () =>
    Effect.gen(function*() {
      const { findings, units } = yield* of(
        asked({ data: "digits", strategies: ["random", "bald", "msal"], seeds: 1, radius: 0.1 })
      )
      assert.deepStrictEqual(units.map(({ learning: { network } }) => network.dropout), [0, 0.5, 0])
      assert.deepStrictEqual(units[2]!.learning.network.head, { kind: "max-separation", radius: 0.1 })
      assert.deepStrictEqual(findings.map(({ rule }) => rule), ["dropout", "head"])
      const learner = { name: "linear", dropout: 0 }
      assert.match(
        yield* refused(asked({ data: "digits", strategies: "bald", learner })),
        /no dropout; give it dropout: 0.5/
      )
    }))

  it.effect("takes a folder without labels only where someone is asked, and nothing is drawn by labels", () =>
    Effect.gen(function*() {
      const photos = { dataset: "./photos", unlabeled: true, test: { dataset: "./test" } }
      const source = (data: object, oracle: string, more: object = {}) =>
        refused(asked({ data: { ...data, ...more }, strategies: "random", oracle }))
      assert.match(yield* source(photos, "known"), /photos has no labels, and the oracle known looks .*unlabeled: out/)
      assert.match(yield* source(photos, "noisy(0.1)"), /has no labels, and the oracle noisy looks/)
      assert.match(
        yield* source({ ...photos, test: undefined }, "terminal"),
        /no labels to test on; give test: \{ dataset/
      )
      assert.match(yield* source(photos, "terminal", { longTail: 5 }), /no labels to draw a long tail by/)
      assert.match(
        yield* source(photos, "terminal", { initial: "balanced(4)" }),
        /no labels to balance by; take initial: r/
      )
      const pool = { pool: "p.npy", test: { pool: "t.npy", labels: "t.csv" } }
      assert.match(yield* source(pool, "terminal", { initial: "balanced(4)" }), /pool has no labels to balance by/)
      assert.match(yield* source(photos, "files(f)"), /\/exp\/photos/, "all is well but that there is no such folder")
      const words = { strategies: "random", oracle: "terminal" }
      const flag = (data: unknown) => refused(asked({ data, ...words }, { unlabeled: true }))
      assert.match(yield* flag("digits"), /unlabeled is of folders of images; .* such as digits, has its labels/)
      assert.match(yield* flag("./table.csv"), /a table without labels is a pool: write pool:/)
      assert.match(yield* flag({ dataset: "./photos" }), /photos has no labels to test on/)
      assert.match(yield* flag({ pool: "p.npy", labels: "l.csv" }), /a pool has none where labels: is left out/)
    }))

  it.effect("spreads an oracle's errors over the other classes", () =>
    Effect.gen(function*() {
      const { units: [unit] } = yield* of(asked({ data: "digits", strategies: "random", oracle: "noisy(0.18)" }))
      const oracle = unit!.oracle as Extract<Unit["oracle"], { readonly kind: "noisy" }>
      assert.lengthOf(oracle.confusion, 10)
      assert.closeTo(oracle.confusion[3]![3]!, 0.82, 1e-12)
      assert.closeTo(oracle.confusion[3]![4]!, 0.02, 1e-12)
    }))

  it.effect.each<readonly [string, unknown, RegExp]>([
    ["data", { strategies: "random" }, /there is no data set; write data: digits/],
    ["a known data set", { data: "digtis", strategies: "random" }, /Did you mean "digits"/],
    ["strategies", { data: "digits" }, /there are no strategies/],
    ["known strategies", { data: "digits", strategies: ["supclsut", "margn"] }, /supclust[\s\S]*margin/],
    [
      "strategies of distinct names",
      { data: "digits", strategies: ["random", "random"] },
      /two strategies are called random/
    ],
    [
      "data sets of distinct names",
      { data: ["digits", "digits"], strategies: "random" },
      /two data sets are called digits/
    ],
    [
      "a control among the strategies",
      { data: "digits", strategies: "random", control: "rndom" },
      /Did you mean "random"/
    ],
    ["prices for all classes", { data: "digits", strategies: "random", oracle: "costly(1)" }, /knows 1 classes/],
    ["a known preset", { preset: "supclust-tny", data: "digits" }, /Did you mean "supclust-tiny"/],
    [
      "frameworks of a preset only",
      { data: { dataset: "digits", framework: "ssl" }, strategies: "random" },
      /no preset/
    ]
  ])("takes %s", ([, words, message]) =>
    Effect.gen(function*() {
      assert.match(yield* refused(asked(words)), message)
    }))

  it.effect("tells an unknown strategy in one line, and where in its text a part is unknown", () =>
    Effect.gen(function*() {
      const message = yield* refused(asked({ data: "digits", strategies: ["typiclst", "top(entropyy)"] }))
      assert.match(message, /: there is no strategy or selector "typiclst". Did you mean "typiclust"\?$/m)
      assert.match(message, /: in "top\(entropyy\)" at character 5: there is no score "entropyy"/)
      assert.notMatch(message, /\\n|column/)
    }))

  it.effect("shrinks everything, and marks it", () =>
    Effect.gen(function*() {
      const words = { data: "digits", strategies: "random", budget: 100, rounds: 5, initial: 200, seeds: 10 }
      const { scaled, units } = yield* of(asked(words, { scale: 0.2 }))
      assert.strictEqual(scaled, 0.2)
      assert.lengthOf(units, 2)
      assert.deepInclude(units[0]!, { budget: 20, rounds: 5, initial: { kind: "random", items: 40 } })
      assert.strictEqual(units[0]!.learning.recipe.epochs, 40)
      assert.deepStrictEqual(units[0]!.data.subset, { items: 359, seed: 0 })
    }))

  it.effect("lets flags choose among the file's data sets, or name another", () =>
    Effect.gen(function*() {
      const words = { data: ["digits", "mnist"], strategies: ["random", "margin"], seeds: 5 }
      const few = yield* of(
        asked(words, { data: ["mnist", "svhn"], strategies: ["entropy"], seeds: 1, embedding: "pca(9)" })
      )
      assert.deepStrictEqual(few.units.map(({ data, strategy }) => [data.name, strategy.name]), [
        ["mnist", "entropy"],
        ["svhn", "entropy"]
      ])
      assert.deepStrictEqual(few.units[0]!.data.embedding, { kind: "pca", dimensions: 9 })
    }))

  it.effect("refuses more units and more trainings than a machine does in years", () =>
    Effect.gen(function*() {
      const words = { data: "digits", strategies: ["random", "margin"], seeds: 5000 }
      assert.lengthOf((yield* of(asked(words))).units, 10_000)
      assert.match(yield* refused(asked({ ...words, seeds: 5001 })), /make 10,002 units; 10,000 are run at most/)
      assert.match(yield* refused(asked({ ...words, rounds: 1001 })), /make 10,010,000 trainings; 10,000,000 are run/)
    }))
})
