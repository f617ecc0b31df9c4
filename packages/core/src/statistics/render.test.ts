import { assert, describe, it } from "@effect/vitest"
import { compare } from "./compare.ts"
import { markdown, text } from "./render.ts"
import type { Run } from "./run.ts"
import { sections } from "./sections.ts"

const tricky = "normalize | top(2*budget)"

const run = (strategy: string, dataset: string, seed: number, last: number): Run => ({
  strategy,
  dataset,
  seed,
  labels: [10, 20],
  accuracy: [0.25, last]
})

const runs = ["digits", "fashion"].flatMap((dataset) =>
  [0, 1].flatMap((seed) => [run("random", dataset, seed, 0.5), run(tricky, dataset, seed, 0.75)])
)

const comparison = compare(runs, { control: "random", resamples: 20 })

describe("text", () => {
  it("is a table whose columns line up", () => {
    const ranks = [
      "average ranks over 2 data sets",
      "",
      "strategy                    rank",
      "normalize | top(2*budget)  1.000",
      "random                     2.000",
      "",
      "rank 1 is the best mean AUBC on a data set; ties share ranks",
      // 1.959964 · √(6 / 12)
      "critical difference 1.386 at α = 0.05 (Nemenyi)",
      "not told apart: normalize | top(2*budget), random"
    ]
    assert.isTrue(text(comparison).endsWith("\n\n\n" + ranks.join("\n")))
    const [, , head, ...rows] = text(comparison).split("\n").slice(0, 5)
    for (const row of rows) assert.strictEqual(row.length, head!.length)
  })

  it("holds every word of every section", () => {
    const written = text(comparison)
    for (const { head, heading, notes, rows } of sections(comparison)) {
      for (const word of [heading, ...head, ...rows.flat(), ...notes]) assert.include(written, word)
    }
  })
})

describe("markdown", () => {
  it("is a table of as many cells in each line, whatever names hold", () => {
    const tables = markdown(comparison).split("\n").filter((line) => line.startsWith("|"))
    const cells = tables.map((line) => line.split(/(?<!\\)\|/).length)
    const head = sections(comparison).flatMap(({ head, rows }) =>
      new Array<number>(rows.length + 2).fill(head.length + 2)
    )
    assert.deepStrictEqual(cells, head)
    assert.include(markdown(comparison), "| normalize \\| top(2\\*budget) | 1.000 |")
  })

  it("ends with the ranks", () => {
    const ranks = [
      "### average ranks over 2 data sets",
      "",
      "| strategy | rank |",
      "| --- | ---: |",
      "| normalize \\| top(2\\*budget) | 1.000 |",
      "| random | 2.000 |",
      "",
      "- rank 1 is the best mean AUBC on a data set; ties share ranks",
      "- critical difference 1.386 at α = 0.05 (Nemenyi)",
      "- not told apart: normalize \\| top(2\\*budget), random"
    ]
    assert.isTrue(markdown(comparison).endsWith("\n\n" + ranks.join("\n")))
  })
})
