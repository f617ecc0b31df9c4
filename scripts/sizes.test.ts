import { assert, describe, it } from "@effect/vitest"
import { allFiles, functionLengths, isTest, textOf } from "./sources.ts"

const written = allFiles().filter((file) => /^(packages|scripts|examples|bench|site)\/.*\.tsx?$/.test(file))
  .filter((file) => !file.endsWith(".gen.ts") && !file.includes("/assembly/"))

/** The value below which a share of the sorted numbers lies. */
const quantile = (sorted: ReadonlyArray<number>, share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? 0

describe("sizes", () => {
  it("no file is longer than 250 lines", () => {
    const long = written.map((file) => [file, textOf(file).trimEnd().split("\n").length] as const)
      .filter(([, lines]) => lines > 250)
    assert.deepStrictEqual(long, [])
  })

  it("functions are short: half of them at most 8 lines, nine in ten at most 30", () => {
    const lengths = written.filter((file) => !isTest(file)).flatMap(functionLengths).sort((a, b) => a - b)
    const [median, p90] = [quantile(lengths, 0.5), quantile(lengths, 0.9)]
    console.log(`${lengths.length} functions: median ${median} lines, 90 % at most ${p90}, longest ${lengths.at(-1)}`)
    assert.isAtMost(median, 8)
    assert.isAtMost(p90, 30)
  })
})
