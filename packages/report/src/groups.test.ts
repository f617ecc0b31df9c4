import { assert, describe, it } from "@effect/vitest"
import { items, loaded, unit, units } from "../test/made.ts"
import { groupsOf, makeGroups, slugOf, slugsOf } from "./groups.ts"

const none = new Map<string, never>()

describe("groups", () => {
  it("are one a data set, in the order of the units", () => {
    const groups = makeGroups(loaded(units(["spots", "digits"])), none)
    assert.deepStrictEqual(groups.map(({ labels, runs, title }) => [title, labels, runs.length]), [
      ["spots", [3, 6, 9], 12],
      ["digits", [3, 6, 9], 12]
    ])
  })

  it("part where the protocol differs, and say how", () => {
    const other = unit({ strategy: "random", seed: 9, accuracy: [0.5] })
    const runs = [...units(), { ...other, config: { ...other.config, budget: 5, initial: [1, 2] } }]
    assert.deepStrictEqual(groupsOf(runs).map(([title]) => title), ["spots, 3 a round", "spots, 2 at first, 5 a round"])
    assert.deepStrictEqual(makeGroups(loaded(runs), none).map(({ slug }) => slug), [
      "spots-3-a-round",
      "spots-2-at-first-5-a-round"
    ])
  })

  it("end with the last round that all units have, and say so", () => {
    const short = unit({ strategy: "margin", seed: 9, accuracy: [0.5, 0.6], finished: false })
    const [group] = makeGroups(loaded([...units(), short]), none)
    assert.deepStrictEqual(group!.labels, [3, 6])
    assert.isTrue(group!.runs.every(({ points, rounds }) => points.length === 2 && rounds.length === 2))
    assert.deepStrictEqual(group!.remarks, [
      "compared over the first 2 of 3 rounds, the last that all units have (units/spots/margin/9.db has no more)"
    ])
  })

  it("are drawn over the items asked about where an oracle declined some", () => {
    const shy = units().map((run, i) =>
      i > 0 ? run : {
        ...run,
        rounds: run.rounds.map((round, r) => ({
          ...round,
          event: { ...round.event, labeled: 3 * r + 2, labels: r > 0 ? round.event.labels : [-1, 1, 2] }
        }))
      }
    )
    const [group] = makeGroups(loaded(shy), none)
    assert.deepStrictEqual([group!.along, group!.labels], ["asked", [3, 6, 9]])
    assert.deepStrictEqual(group!.runs[0]!.points.map(({ asked, labels }) => [labels, asked]), [[2, 3], [5, 6], [8, 9]])
    assert.strictEqual(makeGroups(loaded(units()), none)[0]!.along, "labels")
  })

  it("take the names of classes from the items, or say why there are none", () => {
    assert.deepStrictEqual(makeGroups(loaded(units()), new Map([["spots", items]]))[0]!.classNames, items.classNames)
    const [group] = makeGroups(loaded(units()), new Map([["spots", "no map: gone"]]))
    assert.deepStrictEqual([group!.classNames, group!.remarks], [["0", "1", "2"], ["no map: gone"]])
  })

  it("have names of files that every file system takes", () => {
    const alike = ["digits (a)", "digits a", "digits_a", "digits-a-2", "digits (a)"]
    assert.deepStrictEqual([...slugsOf(alike).values()], ["digits-a", "digits-a-2", "digits-a-3", "digits-a-2-2"])
    const groups = makeGroups(loaded(units(["spots ä", "spots a"])), none)
    assert.deepStrictEqual(groups.map(({ slug }) => slug), ["spots-a", "spots-a-2"])
    assert.deepStrictEqual(["CIFAR-10 (LT 50)", "né / b", "…"].map(slugOf), ["cifar-10-lt-50", "ne-b", "x"])
  })
})
