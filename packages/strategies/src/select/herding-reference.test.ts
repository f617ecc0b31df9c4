import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, Query, type Selection, selectSync, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { tilesOf } from "../../../core/test/tiles.ts"
import { gains, problemOf } from "../../test/covering.ts"
import type { Rows } from "../../test/naive.ts"
import { type Given, samples, similar, widthOf } from "../../test/sampled-covering.ts"
import { registry } from "../registry.ts"
import { entropy } from "../uncertainty/entropy.ts"
import { herding, type HerdingOptions } from "./herding.ts"
import { weightedHerding } from "./weighted-herding.ts"

const coordinate = fc.constantFrom(-2, -1, 0, 0, 1, 1, 2)

/** Few places, so that there are copies, zero rows and ties; labels, picks by name, and items that may not be picked. */
const given: fc.Arbitrary<Given> = fc.record({
  rows: fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 40 }),
  labels: fc.integer({ min: 0, max: 4 }),
  picked: fc.integer({ min: 0, max: 2 }),
  every: fc.integer({ min: 1, max: 3 }),
  budget: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat({ max: 999 })
}).map(({ budget, every, labels, picked, rows, seed }) => {
  const all = [...rows.keys()], labeled = all.filter((i) => i % 7 === 2).slice(0, labels)
  const open = all.filter((i) => !labeled.includes(i)), include = open.slice(1, 1 + picked)
  const candidates = open.filter((i) => include.includes(i) || i % every === 0)
  const left = candidates.filter((i) => !include.includes(i)).length
  return { rows, labeled, include, candidates, seed, budget: include.length + Math.min(budget, left) }
}).filter(({ budget, include }) => budget > include.length)

const kernels = fc.constantFrom<HerdingOptions>(
  { bandwidth: 1.5 },
  { bandwidth: "auto" },
  { kernel: "top-hat", bandwidth: 1.5 },
  { kernel: "top-hat", bandwidth: "auto" },
  { kernel: "cosine" }
)

/** At length one where a cosine is asked for. */
const seen = (rows: Rows, { kernel }: HerdingOptions): Rows =>
  kernel !== "cosine" ? rows : rows.map((row) => {
    const length = Math.hypot(...row)
    return length === 0 ? row : row.map((x) => Math.fround(x / length))
  })

const probabilityOf = (rows: Rows): Matrix.Matrix =>
  Matrix.fromRows(rows.map((_, i) => [[0.5, 0.5], [1, 0], [0.75, 0.25], [1, 0]][i % 4]!))

const queryOf = (given: Given, options: HerdingOptions, weighted: boolean) => {
  const { budget, candidates, include, labeled, rows, seed } = given
  return {
    embedding: Matrix.fromRows(seen(rows, options)),
    ...(weighted ? { probability: probabilityOf(rows) } : {}),
    labeled: Uint32Array.from(labeled),
    ...(weighted ? { labels: labeled.map(() => 0) } : {}),
    include,
    candidates,
    budget,
    seed
  }
}

const strategyOf = (options: HerdingOptions, weighted: boolean) =>
  Strategy.make(weighted ? weightedHerding(entropy(), options) : herding(options)) as Strategy.Any

const run = (given: Given, options: HerdingOptions, weighted = false): Selection =>
  Effect.runSync(
    Strategy.runAny(
      strategyOf(options, weighted),
      Query.makeUnsafe(queryOf(given, options, weighted) as Query.Input) as Query.Any
    )
  )

/** Weights by position of some items: of equal ones where none weighs; rows without a cosine are not to be covered. */
const weigh = (
  { labeled, include, rows }: Given,
  of: ReadonlyArray<number>,
  options: HerdingOptions,
  weighted: boolean
) => {
  const open = (i: number) => !labeled.includes(i) && !include.includes(i)
  const entropies = [Math.LN2, 0, -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), 0]
  const own = new Map(of.map((i) => [i, !weighted ? 1 : open(i) ? entropies[i % 4]! : 0]))
  if (![...own.values()].some((w) => w > 0)) { for (const i of of) own.set(i, Number(open(i))) }
  if (options.kernel === "cosine") { for (const i of of) if (rows[i]!.every((x) => x === 0)) own.set(i, 0) }
  return own
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 2e-6 * Math.max(1, Math.abs(a), Math.abs(b))

describe("herding with a reference", () => {
  test.prop([given, fc.integer({ min: 2, max: 12 }), kernels, fc.boolean()], { numRuns: runs(400) })(
    "is greedy over a sample of the pool, and tells what it brings another",
    (given, reference, options, weighted) => {
      const { include, labeled } = given, rows = seen(given.rows, options), size = rows.length
      const name = weighted ? "weighted-herding" : "herding"
      const { first, open, second } = samples(given, reference, name)
      const { picks, trace } = run(given, { ...options, reference }, weighted), { notes } = trace.at(-1)!
      if (first.length === size) return assert.notProperty(notes, "reference")
      const covered = [...labeled, ...include], width = widthOf(rows, covered, options)
      const weights = weigh(given, first, options, weighted), chosen = picks.slice(include.length)
      const asked = {
        rows,
        k: (a: ReadonlyArray<number>, b: ReadonlyArray<number>) => similar(a, b, options, width),
        labeled: covered,
        candidates: open,
        budget: given.budget - include.length,
        weights: [...rows.keys()].map((i) => weights.get(i) ?? 0),
        near: 2e-6
      }
      const positions = chosen.map(({ position }) => position as number)
      const scores = chosen.map(({ score }) => score * first.length / size)
      assert.isUndefined(problemOf(asked, positions, scores))
      // Whole numbers tie exactly, and the smaller position goes first.
      if (options.kernel === "top-hat" && !weighted) {
        positions.forEach((position, n) => {
          const left = open.filter((i) => !positions.slice(0, n).includes(i)).sort((a, b) => a - b)
          const all = gains(asked, [...covered, ...positions.slice(0, n)], left)
          assert.strictEqual(position, left[all.indexOf(Math.max(...all))])
        })
      }
      const covers = (i: number, by: ReadonlyArray<number>) =>
        by.reduce((most, x) => Math.max(most, asked.k(rows[x]!, rows[i]!)), 0)
      const coverage = (of: ReadonlyArray<number>, by: ReadonlyArray<number>) => {
        const worth = weigh(given, of, options, weighted), all = of.reduce((sum, i) => sum + worth.get(i)!, 0)
        return all === 0 ? 1 : of.reduce((sum, i) => sum + worth.get(i)! * covers(i, by), 0) / all
      }
      const rise = (of: ReadonlyArray<number>) => coverage(of, [...covered, ...positions]) - coverage(of, covered)
      assert.strictEqual(notes["reference"], first.length)
      assert.strictEqual(notes["sampled"], second.length)
      assert.isTrue(near(notes["coverage"] as number, coverage(first, [...covered, ...positions])))
      const [gainSeen, gainUnseen] = [rise(first), rise(second)]
      if (notes["loss"] !== undefined) {
        assert.match(String(notes["loss"]), /^not measured: the (sample has|unseen items have) nothing to gain$/)
        assert.isTrue(gainSeen < 1e-6 || coverage(second, covered) > 1 - 1e-6)
        return
      }
      assert.isTrue(near(notes["gainSeen"] as number, gainSeen))
      assert.isTrue(near(notes["gainUnseen"] as number, gainUnseen))
      const told = 1 - (notes["gainUnseen"] as number) / (notes["gainSeen"] as number)
      assert.strictEqual(notes["lossUnseen"], told)
      if (gainSeen > 1e-3) assert.closeTo(told, 1 - gainUnseen / gainSeen, 0.02)
    }
  )

  test.prop([given, fc.nat({ max: 30 }), kernels, fc.boolean()], { numRuns: runs(100) })(
    "is exact where the pool has no more items, and says nothing",
    (given, more, options, weighted) => {
      const exact = run(given, options, weighted)
      const found = run(given, { ...options, reference: given.rows.length + more }, weighted)
      assert.deepStrictEqual(found.picks, exact.picks)
      assert.deepStrictEqual(found.trace.map(({ notes }) => notes), exact.trace.map(({ notes }) => notes))
      assert.notProperty(exact.trace.at(-1)!.notes, "sampled")
    }
  )

  const told = ({ picks, trace }: Selection) => ({
    picks,
    notes: trace.map(({ notes }) => ({ ...notes, passes: 0 }))
  })

  test.prop([given, fc.integer({ min: 2, max: 45 }), kernels, fc.boolean(), fc.constantFrom(1, 3, 16, 64)], {
    numRuns: runs(100)
  })(
    "reads the sample from a file, twice, with the bits of memory",
    async (given, reference, options, weighted, tile) => {
      const { embedding, ...rest } = queryOf(given, options, weighted)
      const query = Query.makeUnsafe({ ...rest, size: embedding.rows } as Query.Input)
      const over = Query.overTiles(query, { embedding: tilesOf(embedding, tile) })
      const found = await Effect.runPromise(
        Strategy.runAny(strategyOf({ ...options, reference }, weighted), over as Query.Any)
      )
      assert.deepStrictEqual(told(found), told(run(given, { ...options, reference }, weighted)))
      const { notes } = found.trace.at(-1)!
      assert.strictEqual(notes["passes"], notes["reference"] === undefined ? 1 : 2)
    }
  )

  const line = Array.from({ length: 60 }, (_, i) => [(i * 37) % 61, (i * i) % 17])
  const ask = (options: HerdingOptions, more: object = {}) =>
    selectSync(Strategy.make(herding(options)), { embedding: Matrix.fromRows(line), budget: 4, seed: 0, ...more })

  it("draws another sample with another seed, and the same with the same", () => {
    const of = (seed: number) => [...ask({ reference: 9, bandwidth: 5 }, { seed }).positions]
    assert.deepStrictEqual(of(1), of(1))
    assert.notDeepEqual(of(1), of(2))
  })

  it("fills the budget where the sample holds few candidates, and looks at no other row", () => {
    const { positions, trace } = ask({ reference: 2, bandwidth: 5 }, { budget: 30 })
    assert.strictEqual(new Set(positions).size, 30)
    assert.strictEqual(trace.at(-1)!.notes["reference"], 30)
    assert.throws(() => ask({ reference: 20, kernel: "cosine" }), /the one at position \d+ is/)
  })

  it("names the position in the pool of a row that is not of unit length", () => {
    const rows = line.map((_, i) => [Number(i % 2 === 0), Number(i % 2 === 1)])
    for (const at of [3, 40]) {
      const embedding = Matrix.fromRows(rows.map((row, i) => i === at ? [0, 2] : row))
      const asked = { embedding, labeled: [at], budget: 2, seed: 0 }
      const strategy = Strategy.make(herding({ reference: 9, kernel: "cosine" }))
      assert.throws(() => selectSync(strategy, asked), new RegExp(`the one at position ${at} is 2 long`))
    }
  })

  it("can be written, and takes all vectors in memory only without it", () => {
    const read = (text: string) => Strategy.readUnsafe(text, registry)
    for (
      const text of [
        "herding(reference=50)",
        "weighted-herding(entropy, reference=50)",
        "maxherding(reference=50)",
        "facility-location(reference=50)",
        "uherding(margin(offset=1), reference=50)"
      ]
    ) {
      assert.strictEqual(Strategy.text(read(text)), text)
      assert.deepStrictEqual(Strategy.takingWhole(read(text), "embedding"), [])
      const without = text.replace(/(, |\()reference=50\)/, (_, before: string) => before === "(" ? "" : ")")
      assert.isNotEmpty(Strategy.takingWhole(read(without), "embedding"))
    }
    assert.throws(() => herding({ reference: 1 }), /reference takes/)
  })
})
