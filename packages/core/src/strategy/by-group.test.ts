import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { input, picks, query } from "../../test/queries.ts"
import { strategy } from "../../test/strategies.ts"
import { coordinate, first, registry, top } from "../../test/toys.ts"
import { declareColumn } from "../declareColumn.ts"
import { InvalidOptions, MissingColumn, PartFailed, UnreadableStrategy } from "../Errors.ts"
import * as Matrix from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Strategy from "../Strategy.ts"

declare module "../Columns.ts" {
  interface Columns {
    readonly site: ArrayLike<string | number | null>
    readonly "two words": ReadonlyArray<string>
  }
}

declareColumn("site")

const names = fc.constantFrom("A", "B", "C", "")

/** A question whose items stand in groups, few and many, or in none. */
const grouped = input.chain((given) =>
  fc.array(names, { minLength: given.embedding.rows, maxLength: given.embedding.rows }).map((site) =>
    Query.makeUnsafe({ ...given, site })
  )
)

const siteOf = ({ columns }: Query.Any, position: number) => columns.site![position] as string

const failure = (one: Strategy.Any, to: Query.Any) => Effect.runSync(Effect.flip(Strategy.runAny(one, to)))

/** How many of the picks each group has. */
const countsIn = (to: Query.Any, positions: ReadonlyArray<number>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const position of positions) counts.set(siteOf(to, position), (counts.get(siteOf(to, position)) ?? 0) + 1)
  return counts
}

describe("per-group", () => {
  test.prop([grouped, strategy])("fills the batch, as equally as the groups allow", (to, one) => {
    const found = picks(Strategy.perGroup("site", one), to)
    assert.deepStrictEqual([new Set(found).size, found.length], [to.budget, to.budget])
    const counts = countsIn(to, found), room = countsIn(to, [...to.candidates])
    for (const [group, n] of room) {
      const own = counts.get(group) ?? 0
      // Who has fewer than another by more than one has no candidate left.
      if ([...counts.values()].some((other) => other > own + 1)) assert.strictEqual(own, n)
    }
  })

  test.prop([query, strategy])("of a single group is the strategy, but for its draws", (to, one) => {
    const alone = Query.withColumns(to, { site: Array.from({ length: to.size }, () => "A") })
    assert.strictEqual(picks(Strategy.perGroup("site", one), alone).length, to.budget)
    const greedy = Strategy.make(top(coordinate()))
    assert.deepStrictEqual(picks(Strategy.perGroup("site", greedy), alone), picks(greedy, to))
  })

  it("gives what cannot be shared out to the groups with the fewest labels, ties to the earlier", () => {
    const site = ["A", "A", "A", "B", "B", "B", "C", "C", "C", ""]
    const ask = (labeled: ReadonlyArray<number>, budget: number) =>
      picks(
        Strategy.perGroup("site", Strategy.make(first())),
        Query.makeUnsafe({ site, labeled: [...labeled], labels: labeled.map(() => 0), budget, seed: 0, size: 10 })
      )
    assert.deepStrictEqual(ask([], 4), [0, 3, 6, 9])
    assert.deepStrictEqual(ask([], 5), [0, 3, 6, 9, 1])
    assert.deepStrictEqual(ask([0, 3, 9], 1), [6])
    assert.deepStrictEqual(ask([0, 9], 2), [3, 6])
    // The item of no group is taken; its other places are the others'.
    assert.deepStrictEqual(ask([], 7).toSorted((a, b) => a - b), [0, 1, 3, 4, 6, 7, 9])
    assert.deepStrictEqual(ask([], 10).toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe("at-most-per", () => {
  /** The picks by the definition, from a strategy that says in which order it would take all: greedily by one number. */
  const byHand = (to: Query.Any, order: ReadonlyArray<number>, cap: number): ReadonlyArray<number> | undefined => {
    const counts = new Map<string, number>(), taken: Array<number> = []
    for (const position of order) {
      const site = siteOf(to, position), count = counts.get(site) ?? 0
      if (taken.length === to.budget || (site !== "" && count >= cap)) continue
      taken.push(position)
      counts.set(site, count + 1)
    }
    return taken.length === to.budget ? taken : undefined
  }

  const greedy = Strategy.make(top(coordinate()))

  test.prop([grouped, fc.integer({ min: 1, max: 6 })])("takes in order until a group is full", (to, most) => {
    const firstOf = (position: number) => to.columns.embedding!.data[position * to.columns.embedding!.cols]!
    const order = [...to.candidates].sort((a, b) => firstOf(b) - firstOf(a) || a - b)
    const wanted = byHand(to, order, most), capped = Strategy.atMostPer("site", most, greedy)
    if (wanted !== undefined) return assert.deepStrictEqual(picks(capped, to), wanted)
    const error = failure(capped, to)
    assert.instanceOf(error, PartFailed)
    assert.match(error.message, /groups of at most \d+ fill \d+ of \d+ places; allow more per group/)
    const room = countsIn(to, [...to.candidates])
    const value = [...room].reduce((sum, [site, n]) => sum + (site === "" ? n : Math.min(n, most)), 0)
    assert.deepInclude(error, { reason: "TooFew", value, expected: to.budget })
  })

  test.prop([grouped, strategy, fc.integer({ min: 1, max: 100 })])("holds for every strategy", (to, one, percent) => {
    const cap = Math.max(1, Math.floor(percent * to.budget / 100))
    const result = Effect.runSync(Effect.result(Strategy.runAny(Strategy.atMostPer("site", `${percent}%`, one), to)))
    const room = countsIn(to, [...to.candidates])
    const most = [...room].reduce((sum, [site, n]) => sum + (site === "" ? n : Math.min(n, cap)), 0)
    if (result._tag === "Failure") return assert.isBelow(most, to.budget)
    const found = [...result.success.positions]
    assert.deepStrictEqual([new Set(found).size, found.length], [to.budget, to.budget])
    for (const [site, n] of countsIn(to, found)) if (site !== "") assert.isAtMost(n, cap)
  })

  it("counts what an inner cap let through before an outer one refused the rest", () => {
    const nested = Strategy.atMostPer("half" as never, 1, Strategy.atMostPer("site", 1, greedy))
    const to = (half: ReadonlyArray<string>) => {
      const embedding = Matrix.fromRows([[4], [3], [2], [1]]), site = ["A", "A", "A", "B"]
      return Query.makeUnsafe({ embedding, site, half, budget: 2, seed: 0 } as never) as Query.Any
    }
    assert.deepStrictEqual(picks(nested, to(["p", "p", "q", "q"])), [0, 3])
    // B's item is refused, and A has had its one: only an item of A is left.
    assert.match(failure(nested, to(["p", "p", "q", "p"])).message, /groups of at most 1 fill 1 of 2 places/)
  })

  test.prop([grouped, strategy])("changes nothing where no group is ever full", (to, one) => {
    const free = Strategy.atMostPer("site", to.budget, one)
    assert.deepStrictEqual(picks(free, to), picks(one, to))
  })

  it("rounds shares down, but to one item at least", () => {
    const site = Array.from({ length: 40 }, (_, i) => i % 10)
    const ask = (most: Strategy.Most, budget: number) => {
      const to = Query.makeUnsafe({ site, size: 40, budget, seed: 0 })
      return picks(Strategy.atMostPer("site", most, Strategy.make(first())), to)
    }
    assert.deepStrictEqual(ask("10%", 10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert.deepStrictEqual(ask("29%", 10).length, 10)
    assert.strictEqual(Math.max(...ask("20%", 10)), 10 - 1)
    assert.deepStrictEqual(ask("1%", 2), [0, 1])
  })
})

describe("groups", () => {
  const size = 3
  const ask = (site: unknown) =>
    Effect.runSync(Effect.result(Strategy.runAny(
      Strategy.perGroup("site", Strategy.make(first())),
      Query.makeUnsafe({ site: site as never, size, budget: 2, seed: 0 })
    )))

  it("are texts, numbers, a matrix of one column, or a partition", () => {
    const forms: ReadonlyArray<unknown> = [
      ["x", "x", "y"],
      [null, undefined, "y"],
      ["-1", "-1.0", "y"],
      [1.5, 1.5, 2],
      Int32Array.of(-1, -1, 4),
      { data: Float32Array.of(7, 7, 8), rows: 3, cols: 1 },
      { assignment: Int32Array.of(-1, -1, 1) }
    ]
    for (const form of forms) {
      const result = ask(form)
      assert.deepStrictEqual(result._tag === "Success" && result.success.positions.toSorted(), Uint32Array.of(0, 2))
    }
  })

  it("are refused where there is no value an item, or none that can be compared", () => {
    const wrong: ReadonlyArray<readonly [unknown, RegExp]> = [
      [{ data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, cols: 2 }, /per-group\(site\).*no single value an item/],
      [{ assignment: Int32Array.of(1) }, /1 values for 3 items/],
      [["x", {}, "y"], /site holds .* at position 1/],
      [[1, Number.NaN, 2], /site holds NaN at position 1; give a text or a number an item/],
      [5, /no single value/]
    ]
    for (const [site, message] of wrong) {
      const result = ask(site)
      assert.match(result._tag === "Failure" ? result.failure.message : "", message)
    }
  })

  it("must be given: no service makes them", () => {
    for (
      const one of [
        Strategy.perGroup("site", Strategy.make(first())),
        Strategy.atMostPer("site", 3, Strategy.make(first()))
      ]
    ) {
      assert.deepStrictEqual([...Strategy.needs(one)], ["site"])
      const error = failure(one, Query.makeUnsafe({ size, budget: 1, seed: 0 }))
      assert.instanceOf(error, MissingColumn)
      assert.deepStrictEqual(error.columns, ["site"])
    }
  })
})

describe("in a text", () => {
  it.each([
    "per-group(site, first)",
    "at-most-per(site, 3, first)",
    "at-most-per(site, 12.5%, per-group(cluster, best))",
    `per-group("two words", first)`,
    `at-most-per(2nd_site, 1, first)`
  ])("%s", (text) => {
    const one = Strategy.readUnsafe(text, registry)
    assert.strictEqual(Strategy.text(one), text)
    const json = Strategy.json(one)
    assert.strictEqual(
      Strategy.text(Effect.runSync(Strategy.readJson(JSON.parse(JSON.stringify(json)), registry))),
      text
    )
  })

  it("a stage before it is one of each group", () => {
    const one = Strategy.readUnsafe("keep-top(coordinate, 1) | per-group(site, first)", registry)
    assert.strictEqual(Strategy.text(one), "per-group(site, keep-top(coordinate(0), 1) | first)")
  })

  it.each<readonly [string, number, RegExp]>([
    ["per-group(site)", 14, /expected ","/],
    ["per-group(5, first)", 10, /expected a column's name/],
    ["per-group(budget, first)", 10, /"budget" is a setting of a query/],
    [`per-group("", first)`, 10, /takes the name of a column/],
    ["at-most-per(site, first)", 18, /the most of a group, such as 3 or 10%/],
    ["at-most-per(site, 0, first)", 18, /a whole number from 1, or a share such as 10%, not 0/],
    ["at-most-per(site, 101%, first)", 18, /not "101%"/],
    ["at-most-per(site, 2.5, first)", 18, /not 2.5/]
  ])("%s", (text, at, problem) => {
    try {
      Strategy.readUnsafe(text, registry)
      assert.fail("it was read")
    } catch (error) {
      assert.instanceOf(error, UnreadableStrategy)
      assert.strictEqual(error.at, at)
      assert.match(error.problem, problem)
    }
  })

  it("in code they are refused as well", () => {
    const one = Strategy.make(first())
    for (const most of [0, 1.5, Number.NaN, "0%", "abc", "101%"]) {
      assert.throws(() => Strategy.atMostPer("site", most as never, one), InvalidOptions)
    }
    for (const column of ["", "seed", 3]) assert.throws(() => Strategy.perGroup(column as never, one), InvalidOptions)
  })
})
