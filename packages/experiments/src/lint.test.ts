import { assert, describe, it } from "@effect/vitest"
import { registry } from "@marginalia/strategies"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { unitOf } from "../test/unit.ts"
import type { SourceFacts } from "./expand/facts.ts"
import { lint, seedsNeeded } from "./lint.ts"
import type { Unit } from "./unit.ts"

const facts: SourceFacts = { classes: 10, pool: 1797, test: 0, shape: [8, 8, 1] }

const seeds = [0, 1, 2, 3, 4, 5, 6, 7]

const rules = (changes: Partial<Unit>, own: SourceFacts = facts) =>
  lint(seeds.map((seed) => unitOf({ ...changes, seed })), new Map([["digits", own]]), registry)

const names = (...args: Parameters<typeof rules>) => rules(...args).map(({ rule }) => rule)

const strategy = (text: string) => ({ strategy: { name: text, text } })

describe("lint", () => {
  it("has nothing to say of a sound protocol", () => {
    assert.deepStrictEqual(rules({}), [])
    assert.deepStrictEqual(rules({ ...strategy("margin"), initial: { kind: "random", items: 20 } }), [])
  })

  it.each<readonly [string, Partial<Unit>]>([
    ["cold-start", strategy("margin")],
    ["cluster-cap", { ...strategy("typiclust(profile=official)"), budget: 100, rounds: 6 }],
    ["cluster-cap", strategy("normalize | kmeans(k=20) | one-per-cluster(typicality)")],
    ["pool-too-small", { budget: 500, rounds: 4 }],
    ["single-round", { rounds: 1 }]
  ])("says %s", (rule, changes) => {
    assert.deepStrictEqual(names(changes), [rule])
  })

  it("tells in one sentence whose first batch something else chooses", () => {
    const units = ["margin", "typiclust", "badge"].flatMap((name) =>
      seeds.map((seed) => unitOf({ ...strategy(name), seed }))
    )
    const found = lint(units, new Map([["digits", facts]]), registry)
    assert.deepStrictEqual(found.map(({ rule }) => rule), ["cold-start"])
    assert.match(found[0]!.problem, /so random chooses that batch for margin, badge$/)
  })

  it("suggests an embedding where photos would be compared by their pixels", () => {
    const photos: SourceFacts = { ...facts, shape: [64, 64, 3] }, { data } = unitOf({})
    const typiclust = (embedding: Unit["data"]["embedding"]) => ({
      ...strategy("typiclust"),
      data: { ...data, embedding }
    })
    const [found] = rules(typiclust({ kind: "raw" }), photos)
    assert.strictEqual(found?.rule, "raw-pixels")
    assert.match(found!.problem, /by 12288 raw pixels, .*embedding: pca\(64\).*marginalia encoders/)
    assert.deepStrictEqual(names(typiclust({ kind: "pca", dimensions: 64 }), photos), [])
    assert.deepStrictEqual(names({ ...typiclust({ kind: "raw" }), ...strategy("random") }, photos), [])
    assert.deepStrictEqual(names(typiclust({ kind: "raw" }), { ...facts, shape: [28, 28, 1] }), [])
  })

  it("knows that passes take dropout", () => {
    assert.includeMembers(names(strategy("bald")), ["dead-dropout"])
  })

  it("knows that a share for each class takes a batch as large as the classes", () => {
    const small = { ...strategy("msal-d"), initial: { kind: "random", items: 20 } as const, budget: 9 }
    assert.deepStrictEqual(names(small), ["small-batch"])
    assert.deepStrictEqual(names({ ...small, budget: 10 }), [])
  })

  it("knows that a test set is not chosen from", () => {
    const { data } = unitOf({})
    const source = { kind: "files", pool: "p.npy", labels: "l", test: { pool: "p.npy", labels: "l" } } as const
    const embedding = { kind: "file", pool: "e.npy", test: "e.npy" } as const
    const many = { ...facts, test: 1797 }
    assert.deepStrictEqual(names({ data: { ...data, source } }, many), ["test-selection"])
    const photos = (test: string) => ({ kind: "known", dataset: "/a/photos", unlabeled: true, test }) as const
    for (const test of ["/a/photos", "/a/photos/test", "/a", "/"]) {
      assert.deepStrictEqual(names({ data: { ...data, source: photos(test) } }, many), ["test-selection"])
    }
    for (const test of ["/a/photos-test", "/a/test"]) {
      assert.deepStrictEqual(names({ data: { ...data, source: photos(test) } }, many), [])
    }
    const root = mkdtempSync(join(tmpdir(), "lint-")), at = (name: string) => join(root, name)
    mkdirSync(at("photos/sorted"), { recursive: true })
    symlinkSync(at("photos/sorted"), at("test"))
    const linked = { kind: "known", dataset: at("photos"), unlabeled: true, test: at("test") } as const
    assert.deepStrictEqual(names({ data: { ...data, source: linked } }, many), ["test-selection"], "through a link")
    rmSync(root, { recursive: true })
    assert.deepStrictEqual(names({ data: { ...data, embedding } }, many), ["test-embedding"])
    assert.deepStrictEqual(names({ data: { ...data, holdOut: { fraction: 0.03, seed: 0 } } }), ["small-test"])
  })

  it("compares what begins alike, over enough seeds, and says each thing once", () => {
    const units = [unitOf({}), unitOf({ ...strategy("typiclust"), budget: 20 })]
    const found = lint(units, new Map([["digits", facts]]), registry)
    assert.deepStrictEqual(found.map(({ rule }) => rule), ["unequal-start", "few-seeds"])
  })

  it("says beforehand how many seeds the tests need, Holm's correction counted", () => {
    const some = (strategies: number, count: number) =>
      Array.from(
        { length: count },
        (_, seed) =>
          Array.from({ length: strategies }, (_, i) => unitOf({ strategy: { name: `s${i}`, text: "random" }, seed }))
      ).flat()
    const found = (strategies: number, count: number) =>
      lint(some(strategies, count), new Map([["digits", facts]]), registry)
    assert.deepStrictEqual([found(2, 6), found(6, 8)], [[], []])
    assert.deepStrictEqual(found(6, 7).map(({ problem }) => problem), [
      "7 seeds: no test can find a difference among 5 comparisons that are corrected together (one alone needs 6), it is only " +
      "told; take 8 or more"
    ])
    assert.match(found(2, 5)[0]!.problem, /^5 seeds: no test can find a difference, it is only told; take 6 or more$/)
    assert.deepStrictEqual([1, 2, 5, 24, 26].map(seedsNeeded), [6, 7, 8, 10, 11])
  })
})
