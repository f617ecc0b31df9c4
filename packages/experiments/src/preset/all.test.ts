import { assert, describe, it } from "@effect/vitest"
import { budgetOf } from "@marginalia/core/Experiment"
import { trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { empty, of as expanded } from "../../test/asked.ts"
import type { Unit } from "../unit.ts"
import { presets } from "./all.ts"

const of = (preset: string, data: ReadonlyArray<string> = []) => expanded({ ...empty, preset, data })

const on = (units: ReadonlyArray<Unit>, data: string, strategy: string): Unit =>
  units.find((unit) => unit.data.name === data && unit.strategy.name === strategy)!

const names = (units: ReadonlyArray<Unit>): ReadonlyArray<string> => [...new Set(units.map(({ data }) => data.name))]

describe("presets", () => {
  it.effect.each([...presets.keys()])("%s expands on its own data and on the digits", (name) =>
    Effect.gen(function*() {
      const own = yield* of(name)
      assert.strictEqual(own.preset, name)
      assert.isAbove(own.units.length, 0)
      assert.isTrue(own.units.some(({ strategy }) => strategy.name === own.control))
      assert.isAbove((yield* of(name, ["digits"])).units.length, 0)
    }))

  it.effect.each([["supclust-tiny", 1], ["supclust-small", 5]] as const)(
    "%s has the paper's numbers",
    ([name, each]) =>
      Effect.gen(function*() {
        const { units } = yield* of(name)
        assert.deepStrictEqual(
          names(units),
          ["cifar-10", "cifar-100", "cifar-10-lt50", "isic-2019"].flatMap((data) => [`${data} (SSL)`, `${data} (FSL)`])
        )
        assert.lengthOf(units, 8 * 10 * 10)
        for (const { initial, rounds } of units) assert.deepStrictEqual([initial.kind, rounds], ["none", 6])
        const ssl = on(units, "cifar-100 (SSL)", "supclust"), fsl = on(units, "cifar-10 (FSL)", "supclust")
        assert.deepStrictEqual([ssl.budget, fsl.budget], [100 * each, 10 * each])
        assert.strictEqual(on(units, "isic-2019 (SSL)", "random").budget, 8 * each)
        assert.deepStrictEqual(ssl.learning.recipe, trainingConfigs.supclustLinear)
        assert.deepStrictEqual(fsl.learning.recipe, trainingConfigs.supclust)
        assert.deepInclude(fsl.learning.network, { kind: "resnet", depth: 18, stem: "3x3-pool", dropout: 0.5 })
        assert.deepInclude(on(units, "isic-2019 (FSL)", "random").learning.recipe, {
          rate: 0.0125,
          batch: 50,
          epochs: 200
        })
        assert.deepStrictEqual(on(units, "cifar-10-lt50 (SSL)", "random").data.longTail, { factor: 50, seed: 0 })
      })
  )

  it.effect("supclust's linear framework has dropout for BALD and mc-entropy alone; all see SimCLR", () =>
    Effect.gen(function*() {
      const { findings, units } = yield* of("supclust-tiny")
      const dropout = (strategy: string) => on(units, "cifar-10 (SSL)", strategy).learning.network.dropout
      assert.deepStrictEqual(["bald", "mc-entropy", "margin", "supclust"].map(dropout), [0.5, 0.5, 0, 0])
      assert.includeMembers(findings.map(({ rule }) => rule), ["dropout", "preset"])
      assert.isTrue(units.every(({ data }) => data.embedding.kind === "model"))
    }))

  it.effect("msal has the numbers of Table 1", () =>
    Effect.gen(function*() {
      const { units } = yield* of("msal")
      const row = (data: string) => {
        const { budget, initial, learning: { recipe: config }, rounds } = on(units, data, "random")
        return [
          (initial as { readonly items: number }).items,
          budget,
          rounds,
          config.epochs,
          config.batch,
          config.start
        ]
      }
      assert.deepStrictEqual(["mnist", "svhn", "cifar-10", "cifar-100", "tiny-imagenet"].map(row), [
        [500, 250, 40, 20, 128, "new"],
        [500, 250, 80, 20, 128, "new"],
        [1000, 500, 80, 30, 128, "new"],
        [1000, 500, 80, 40, 128, "new"],
        [1000, 500, 80, 40, 128, "new"]
      ])
      assert.deepStrictEqual(new Set(units.map(({ seed }) => seed)).size, 3)
      const radius = (data: string) =>
        (on(units, data, "msal").learning.network.head as { readonly radius: number }).radius
      assert.deepStrictEqual(["mnist", "svhn", "cifar-10"].map(radius), [0.1, 1, 1])
      const beta = (data: string) => on(units, data, "msal-d").strategy.text
      assert.deepStrictEqual(["mnist", "svhn", "cifar-100"].map(beta), [
        "msal-d(beta=5)",
        "msal-d(beta=5)",
        "msal-d(beta=10)"
      ])
      assert.deepInclude(on(units, "mnist", "random").learning.network, { stem: "7x7", front: true, dropout: 0 })
      assert.deepInclude(on(units, "svhn", "random").learning.network, { stem: "3x3-pool", front: false })
      assert.strictEqual(on(units, "mnist", "margin").learning.network.head.kind, "learned")
    }))

  it.effect("the imbalanced one has both tails of both data sets", () =>
    Effect.gen(function*() {
      const { units } = yield* of("msal-imbalanced")
      assert.deepStrictEqual(names(units), ["cifar-10-lt10", "cifar-10-lt100", "cifar-100-lt10", "cifar-100-lt100"])
      assert.deepStrictEqual(on(units, "cifar-10-lt100", "msal").data.longTail, { factor: 100, seed: 0 })
    }))

  it.effect("the ablations run over what they are about", () =>
    Effect.gen(function*() {
      const texts = (units: ReadonlyArray<Unit>) => [...new Set(units.map(({ strategy }) => strategy.text))]
      assert.includeMembers(texts((yield* of("supclust-ablations")).units), [
        "supclust(sup=false)",
        "supclust(typicality=false)"
      ])
      assert.deepStrictEqual(
        texts((yield* of("msal-beta")).units),
        [5, 10, 20, 25, 30].map((beta) => `msal-d(beta=${beta})`)
      )
      const query = (yield* of("msal-query")).units
      assert.deepStrictEqual(new Set(query.map(({ budget, rounds }) => budgetOf(budget, rounds))), new Set([40_000]))
      const radii = (yield* of("msal-radius")).units.map(({ learning }) => learning.network.head)
      assert.deepStrictEqual(radii.slice(0, 4).map((head) => (head as { readonly radius: number }).radius), [
        0.1,
        0.5,
        1,
        2
      ])
    }))
})
