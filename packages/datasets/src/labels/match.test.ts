import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Malformed } from "../files/errors.ts"
import { matchLabels, type MatchOptions, type PoolIds } from "./match.ts"
import type { LabelRecord, Reading } from "./reading.ts"

const record = (names: LabelRecord["names"], label: LabelRecord["label"] = "x", line = 2): LabelRecord => ({
  names,
  label,
  where: `on line ${line}`
})

const reading = (...all: ReadonlyArray<LabelRecord>): Reading => ({ form: "csv", records: all, notes: [] })

const files = (...names: ReadonlyArray<string>): Reading =>
  reading(...names.map((file, i) => record({ file }, "x", i + 2)))

const pool = (...ids: ReadonlyArray<string>): PoolIds => ({ path: "pool.npy", rows: ids.length, ids })

const positions = (labels: Reading, of: PoolIds, options?: MatchOptions) =>
  matchLabels(labels, of, options).matched.map(({ position }) => position)

const problem = (labels: Reading, of: PoolIds, options?: MatchOptions): string => {
  try {
    matchLabels(labels, of, options)
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
  return "no problem"
}

describe("matchLabels", () => {
  it("compares ids exactly, row numbers where the pool has no ids", () => {
    assert.deepStrictEqual(positions(reading(record({ id: "b" }), record({ id: "a" })), pool("a", "b")), [1, 0])
    assert.include(
      problem(reading(record({ id: "1.jpg" })), pool("a/1.jpg")),
      "the id \"1.jpg\" is not in the pool pool.npy (on line 2)"
    )
    const numbers = { path: "p", rows: 3, ids: undefined }
    assert.deepStrictEqual(positions(reading(record({ id: "2" })), numbers), [2])
    assert.include(problem(reading(record({ id: "02" })), numbers), "is not in the pool")
  })

  it("finds files by their path, its end, their name, and without the ending where one side has none", () => {
    const ids = pool("train/cat/1.jpg", "train/dog/1.jpg", "train/dog/2.jpg", "x.png")
    assert.deepStrictEqual(positions(files("cat/1.jpg", "photos/train/dog/1.jpg", "2.jpg", "x"), ids), [0, 1, 2, 3])
    const nested = pool("1.jpg", "a/1.jpg", "b/a/1.jpg")
    assert.deepStrictEqual(positions(files("/photos/1.jpg", "/photos/a/1.jpg", "/photos/b/a/1.jpg"), nested), [0, 1, 2])
    assert.deepStrictEqual(positions(files("C:\\photos\\dog\\2.jpg"), ids), [2])
    assert.deepStrictEqual(positions(files("https://host:8080/a/dog/2.jpg?size=3#x"), ids), [2])
    assert.deepStrictEqual(positions(files("/data/local-files/?d=other/x.png"), ids), [3])
    assert.deepStrictEqual(positions(files("/data/upload/12/0123abcd-x.png"), ids), [3])
    assert.include(problem(files("x.jpg"), ids), "is not in the pool")
    assert.include(problem(files("at/1.jpg"), ids), "may be \"train/cat/1.jpg\" or \"train/dog/1.jpg\"")
  })

  it("names both items where a name fits two, and both labels of one item", () => {
    const ids = pool("a/1.jpg", "b/1.jpg", "2.jpg")
    assert.strictEqual(
      problem(files("1.jpg"), ids),
      "\"1.jpg\" on line 2 may be \"a/1.jpg\" or \"b/1.jpg\" of the pool; write more of its path"
    )
    assert.strictEqual(
      problem(files("2.jpg", "more/2.jpg"), ids),
      "\"2.jpg\" on line 2 and \"more/2.jpg\" on line 3 are the same item; keep one"
    )
  })

  it("takes the field that names all items, and refuses two that name others", () => {
    const both = reading(record({ text: "hello", key: "b" }), record({ text: "there", key: "a" }))
    assert.deepStrictEqual(positions(both, pool("a", "b")), [1, 0])
    const crossed = reading(record({ one: "a", other: "b" }), record({ one: "b", other: "a" }))
    assert.include(
      problem(crossed, pool("a", "b")),
      "\"one\" and \"other\" both name items of the pool, and not the same"
    )
    assert.deepStrictEqual(positions(reading(record({ one: "a", other: "a" })), pool("a", "b")), [0])
    const inherited = reading(record({ constructor: "a" }), record({ file: "b" }))
    assert.include(problem(inherited, pool("a", "b")), "is not in the pool")
    assert.include(problem(reading(record({})), pool("a")), "nothing in these labels names their items")
  })

  it("takes positions only where it is asked to, and then for every item", () => {
    const numbers = { path: "pool.npy", rows: 2, ids: undefined }
    assert.match(
      problem(files("a.jpg", "b.jpg"), numbers),
      /by "file", and the pool pool\.npy has no ids.*byPosition: true/
    )
    const byPosition = true
    assert.deepStrictEqual(positions(files("a.jpg", "b.jpg"), numbers, { byPosition }), [0, 1])
    assert.include(problem(files("a.jpg"), numbers, { byPosition }), "it has 1 row, and the pool pool.npy has 2 items")
  })

  it("passes over what nobody labeled, and what is of other items where that is asked for", () => {
    const labels = reading(record({ id: "a" }), record({ id: "z" }), { ...record({ id: "?" }), label: undefined })
    assert.include(problem(labels, pool("a")), "\"z\" is not in the pool")
    assert.deepStrictEqual(positions(labels, pool("a"), { strangers: "leave out" }), [0])
  })

  const segment = fc.stringMatching(/^[a-z]{1,3}$/)
  const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join("/")}.jpg`)

  test.prop([fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat({ max: 2 })])(
    "finds an item by whatever end of its path, or says that it fits two",
    (ids, which, cut) => {
      const at = which % ids.length, parts = ids[at]!.split("/")
      const end = parts.slice(Math.min(cut, parts.length - 1)).join("/")
      const fits = ids.filter((id) => id === end || id.endsWith(`/${end}`))
      const exact = ids.indexOf(end)
      if (exact >= 0) assert.deepStrictEqual(positions(files(end), pool(...ids)), [exact])
      else if (fits.length === 1) assert.deepStrictEqual(positions(files(end), pool(...ids)), [at])
    }
  )
})
