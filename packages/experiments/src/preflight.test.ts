import { assert, describe, it } from "@effect/vitest"
import { Message } from "@marginalia/core"
import { network, trainingConfigs } from "@marginalia/models/training"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { unitOf } from "../test/unit.ts"
import { jobsFor, preflight, preflightLines } from "./preflight.ts"

const facts = new Map([["digits", { classes: 10, pool: 1797, test: 0, shape: [8, 8, 1] }]])

describe("jobsFor", () => {
  const machine = { cores: 4, free: 8e9 }

  it("takes the cores, or what was asked for, but no more than there are units", () => {
    assert.deepStrictEqual(jobsFor(undefined, 9, 1e8, machine), { jobs: 4, why: undefined })
    assert.strictEqual(jobsFor(undefined, 3, 1e8, machine).jobs, 3)
    assert.strictEqual(jobsFor(7, 9, 1e8, machine).jobs, 7)
  })

  it("takes fewer where memory would not do, and says so", () => {
    const { jobs, why } = jobsFor(undefined, 9, 3e9, machine)
    assert.strictEqual(jobs, 2)
    assert.strictEqual(why, "a unit takes about 3 GB and 8 GB are free, so 2 processes at a time instead of 4")
    assert.strictEqual(jobsFor(undefined, 9, 3e10, machine).jobs, 1)
  })

  it("takes fewer where they may take no more: one works by itself, two are handed their work by a third", () => {
    const within = (limit: number, asked?: number) => jobsFor(asked, 9, 1e9, { ...machine, limit })
    assert.deepStrictEqual([1e9, 2.37e9, 2.4e9, 3.5e9, 4.5e9, 9e9].map((limit) => within(limit).jobs), [
      1,
      1,
      2,
      3,
      4,
      4
    ])
    assert.strictEqual(within(9e9, 8).jobs, 6)
    assert.strictEqual(
      Message.toCode(within(2.4e9).why!),
      "a unit takes about 1 GB, and `memory` is 2.4 GB, so 2 processes at a time instead of 4"
    )
    assert.isUndefined(within(4.5e9).why)
  })
})

describe("preflight", () => {
  it.effect("counts units and trainings, and grows with the work", () =>
    Effect.gen(function*() {
      const of = (...units: Parameters<typeof preflight>[0]) => preflight(units, facts, registry, 1)
      const one = yield* of(unitOf({})), two = yield* of(unitOf({}), unitOf({ initial: { kind: "random", items: 10 } }))
      assert.deepStrictEqual([one.units, one.trainings, two.units, two.trainings], [1, 3, 2, 7])
      const resnet = {
        on: "images",
        network: network({ kind: "resnet" }),
        recipe: trainingConfigs.supclust,
        backend: "wasm"
      } as const
      const large = yield* of(unitOf({ learning: resnet }))
      assert.isAbove(large.seconds, 10 * one.seconds)
      assert.isAbove(large.bytes, one.bytes)
      const tight = yield* Effect.flip(preflight([unitOf({})], facts, registry, 1, 256e6))
      assert.match(tight.message, /`memory` is 256 MB, and a unit takes about 50\d MB; give at least .*5[12]\dMB/)
      assert.match(
        Message.toCode(preflightLines(one)[0]!),
        /^1 unit, 3 trainings; about .* with 1 process of about \d+ MB$/
      )
    }))
})
