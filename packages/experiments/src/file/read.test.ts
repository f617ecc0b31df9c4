import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folder } from "../../../datasets/test/files.ts"
import { experimentFile, readExperimentFile } from "./read.ts"

const read = (text: string) =>
  Effect.gen(function*() {
    const { put } = yield* folder
    put("p.ts", `export const score = { part: { kind: "score", name: "s", make: () => ({}) } }\n`)
    return yield* readExperimentFile(put("e.yaml", text))
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const mistakes = (text: string) =>
  Effect.map(Effect.flip(read(text)), (error) => error.message.replaceAll(/^.*e\.yaml:/gm, "").split("\n"))

describe("readExperimentFile", () => {
  it.effect("reads the short form", () =>
    Effect.gen(function*() {
      const { file } = yield* read(
        "data: digits\nstrategies: [random, mine: top(margin)]\nbudget: 10\nseeds: 2\nplugins: ./p.ts\n"
      )
      assert.deepStrictEqual(file.data, [{ dataset: "digits" }])
      assert.deepStrictEqual(file.strategies, [
        { name: "random", text: "random" },
        { name: "mine", text: "top(margin)" }
      ])
      assert.deepStrictEqual(file.seeds, [0, 1])
      assert.deepStrictEqual(file.plugins, ["./p.ts"])
    }))

  it.effect("reads a budget for each round, which says how many there are", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(experimentFile({ budget: [10, "2*classes"] }).budget, [
        { count: 10, per: "round" },
        { count: 2, per: "class" }
      ])
      const found = yield* mistakes("data: { name: a, dataset: digits, budget: [1, -2] }\nbudget: [3, 4]\nrounds: 5\n")
      assert.match(found.join("\n"), /^1:\d+: budget is -2/m)
      assert.match(found.join("\n"), /^2:1: budget lists 2 rounds, and rounds is 5; leave rounds out/m)
      assert.match((yield* mistakes("budget: []\n")).join(), /an entry for each round, from one/)
    }))

  it.effect("names all mistakes, each with line and column", () =>
    Effect.gen(function*() {
      const found = yield* mistakes("data: digits\nbudget: -1\nrounds: many\nintial: none\nlearner:\n  name: linaer\n")
      assert.lengthOf(found, 4)
      assert.match(found.join("\n"), /^4:1: .*"intial".*Did you mean "initial"/m)
      assert.match(found.join("\n"), /^2:1: budget is -1/m)
      assert.match(found.join("\n"), /^3:1: rounds is "many"/m)
      assert.match(found.join("\n"), /^6:3: .*"linaer".*Did you mean "linear"/m)
    }))

  it.effect("tells strategies that there are none of in the same breath, each in one line", () =>
    Effect.gen(function*() {
      const found = yield* mistakes("budgt: 10\nstrategies: [typiclst, top(entropyy)]\n")
      assert.lengthOf(found, 3)
      assert.match(found[0]!, /^1:1: .*Did you mean "budget"/)
      assert.strictEqual(found[1], "2:14: there is no strategy or selector \"typiclst\". Did you mean \"typiclust\"?")
      assert.match(found[2]!, /^2:24: in "top\(entropyy\)" at character 5: .*Did you mean "entropy"/)
      for (const text of found) assert.notInclude(text, "\\n")
    }))

  it.effect("names mistakes in one of several data sets and strategies", () =>
    Effect.gen(function*() {
      const found = yield* mistakes(
        "data:\n  - digits\n  - dataset: x\n    pool: y.npy\n  - dataset: x\n    longTail: -3\nstrategies:\n  - {name: a, strtegy: b}\n"
      )
      assert.lengthOf(found, 3)
      assert.match(found[0]!, /^3:5: a data set takes either dataset: .* or pool:/)
      assert.match(found[1]!, /^6:5: longTail is -3/)
      assert.match(found[2]!, /^8:\d+: a strategy has no "strtegy".*Did you mean "strategy"/)
    }))

  it.effect("reads a folder without labels, and says what unlabeled, test and classes are of", () =>
    Effect.gen(function*() {
      const { file } = yield* read(
        "data: { dataset: ./photos, unlabeled: true, classes: [cat, dog], test: { dataset: ./test } }\n"
      )
      const photos = { dataset: "./photos", unlabeled: true, classes: ["cat", "dog"], test: { dataset: "./test" } }
      assert.deepStrictEqual(file.data, [photos])
      const one = (data: string) => Effect.map(mistakes(`data: { ${data} }\n`), ([first]) => first!)
      assert.match(
        yield* one("dataset: digits, unlabeled: true"),
        /^1:\d+: unlabeled is of folders of images; .*digits/
      )
      assert.match(yield* one("dataset: ./a.csv, unlabeled: true"), /write pool: in place of dataset:/)
      assert.match(yield* one("dataset: ./photos, unlabeled: maybe"), /unlabeled is "maybe"/)
      assert.match(yield* one("dataset: ./photos, unlabeled: true, classes: [a, b, a]"), /the class "a" is named twice/)
      assert.match(yield* one("pool: a.npy, labels: a.csv, classes: [a, 1, \"1\"]"), /the class "1" is named twice/)
      assert.match(yield* one("pool: a.npy, unlabeled: true"), /unlabeled: says nothing of a data set with pool:/)
      for (const more of ["classes: [a]", "test: { dataset: ./t }", "unlabeled: false, classes: [a]"]) {
        assert.match(
          yield* one(`dataset: ./photos, ${more}`),
          /it is for one with pool:, or for a folder that is unlabeled/
        )
      }
      assert.match(yield* one("pool: a.npy, test: { dataset: ./t }"), /test has no "dataset"|both pool: and labels:/)
      assert.match(yield* one("dataset: ./photos, unlabeled: true, test: { dataset: digits }"), /digits is no folder/)
      assert.match(yield* one("dataset: ./photos, unlabeled: true, test: { pool: a.npy }"), /test has no "pool"/)
    }))

  it.effect("asks for quotes where a strategy holds a colon", () =>
    Effect.gen(function*() {
      const list = yield* mistakes("strategies:\n  - mix(0.7: supclust, 0.3: random)\n")
      const flow = yield* mistakes("strategies: [mix(0.7: supclust, 0.3: random)]\n")
      assert.match(list[0]!, /^2:\d+: .*put quotes around/)
      assert.match(flow[0]!, /^1:14: put quotes around .* mix\(0\.7: …/)
    }))

  it.effect("says what is no YAML, and what is no map", () =>
    Effect.gen(function*() {
      assert.match((yield* mistakes("a: [1\nb: 2\n"))[0]!, /^2:1: /)
      assert.match((yield* mistakes("- a\n"))[0]!, /the experiment file is a list/)
    }))
})

describe("experimentFile", () => {
  it("says when to stop: a criterion, any of a list, any or all of several", () => {
    const stop = (value: unknown) => experimentFile({ stop: value }).stop
    assert.strictEqual(stop("budget(50)"), "budget(50)")
    assert.strictEqual(stop(["budget(50)", "delta-f"]), "any-of(budget(50), delta-f(0.005))")
    assert.strictEqual(
      stop({ all: ["budget(50)", { any: ["cost(3)", "delta-f"] }] }),
      "all-of(budget(50), any-of(cost(3), delta-f(0.005)))"
    )
    assert.strictEqual(stop("never"), "never")
  })

  it.effect("refuses criteria that there are not", () =>
    Effect.gen(function*() {
      assert.match((yield* mistakes("stop: bugdet(50)\n")).join(), /Did you mean "budget"/)
      assert.match((yield* mistakes("stop: 50\n")).join(), /stop is 50; it takes a criterion/)
      assert.match((yield* mistakes("stop: { some: [] }\n")).join(), /criteria takes a text, a list/)
    }))

  it("says nothing of what is not said", () => {
    assert.deepStrictEqual(experimentFile({}), {})
    assert.deepStrictEqual(experimentFile(null), {})
  })
})
