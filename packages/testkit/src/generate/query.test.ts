import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, Query } from "@marginalia/core"
import { queryArb } from "./query.ts"

const everything = [
  "embedding",
  "feature",
  "projection",
  "prototype",
  "probability",
  "passes",
  "gradient",
  "cluster",
  "labelProbability",
  "estimate",
  "target"
] as const

const some = (options: Parameters<typeof queryArb>[0], n = 400) => fc.sample(queryArb(options), { numRuns: n, seed: 1 })

describe("queryArb", () => {
  test.prop([queryArb({ columns: everything })])("makes queries that core accepts", (input) => {
    const query = Query.makeUnsafe(input)
    assert.isAtLeast(query.budget, 1)
    assert.isAtMost(query.budget, query.candidates.length)
  })

  test.prop([queryArb({ columns: everything, ties: false })])("without ties too", (input) => {
    Query.makeUnsafe(input)
    const members = new Map<number, number>()
    input.cluster!.assignment.forEach((number) => members.set(number, (members.get(number) ?? 0) + 1))
    assert.strictEqual(new Set(members.values()).size, members.size, "two clusters are equally large")
    const rows = Array.from({ length: input.size }, (_, i) => Matrix.row(input.embedding!, i).join(" "))
    assert.strictEqual(new Set(rows).size, input.size, "two rows are equal")
  })

  it("covers what strategies stumble over", () => {
    const inputs = some({ columns: ["embedding", "cluster"] })
    const free = (input: (typeof inputs)[number]) => input.size - input.labeled!.length
    const seen = {
      oneItem: inputs.some((input) => input.size === 1),
      oneColumn: inputs.some((input) => input.embedding!.cols === 1),
      cold: inputs.some((input) => input.labeled!.length === 0 && input.size > 1),
      allButOneLabeled: inputs.some((input) => input.size > 3 && free(input) === 1),
      budgetOfOne: inputs.some((input) => input.budget === 1 && free(input) > 1),
      budgetOfAll: inputs.some((input) => input.budget === free(input) && free(input) > 3),
      restricted: inputs.some((input) => input.candidates !== undefined),
      unknownLabels: inputs.some(({ labeled, labels }) => labeled!.length > 0 && labels === undefined),
      knownLabels: inputs.some(({ labels }) => Array.from(labels ?? []).some((label) => label > 0)),
      negativeSeed: inputs.some((input) => input.seed < 0),
      hugeSeed: inputs.some((input) => input.seed > 2 ** 40),
      outsiders: inputs.some((input) => input.cluster!.assignment.includes(-1)),
      emptyCluster: inputs.some((input) => {
        const most = Math.max(...input.cluster!.assignment)
        return new Set(input.cluster!.assignment).size < most
      }),
      centers: inputs.some((input) => input.cluster!.centers !== undefined)
    }
    for (const [what, happened] of Object.entries(seen)) assert.isTrue(happened, what)
  })

  it("keeps to what it is asked for", () => {
    assert.isTrue(some({ labeled: "none" }).every((input) => input.labeled!.length === 0))
    assert.isTrue(some({ labeled: "some" }).every((input) => input.labeled!.length > 0))
    assert.isTrue(some({ budget: "all" }).every((input) => input.budget === input.size - input.labeled!.length))
    assert.isTrue(some({ minSize: 5, maxSize: 7 }).every(({ size }) => size >= 5 && size <= 7))
    assert.isTrue(some({ restricted: false }).every((input) => input.candidates === undefined))
    assert.isTrue(some({ columns: ["projection"] }).every((input) => input.projection!.cols >= 2))
  })

  it("refuses a column it cannot make up", () => {
    assert.throws(() => some({ columns: ["mood" as "embedding"] }, 1), /"mood" has no generator/)
  })

  it("prints rows as rows", () => {
    const [input] = some({ columns: ["embedding"], minSize: 2, maxSize: 2, cols: [1], textures: ["grid"] }, 1)
    assert.match(fc.stringify(input), /embedding: \[\[\d\], \[\d\]\]/)
  })
})
