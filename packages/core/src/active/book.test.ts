import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { makeBook } from "./book.ts"
import { ActiveLearnerError, type ActiveProblem } from "./problem.ts"

const refusedWith = (work: () => void): ActiveProblem => {
  try {
    work()
  } catch (error) {
    if (error instanceof ActiveLearnerError) return error.reason
    throw error
  }
  return assert.fail("it was taken")
}

/** Everything that a book knows. */
const contents = ({ declined, ids, labels }: ReturnType<typeof makeBook>) => [[...ids], [...labels], [...declined]]

const names = ["cat", "dog", "owl"], ids = ["a", "b", "c", "d"]
const id = fc.constantFrom(...ids, "e"), label = fc.constantFrom(...names, "cow")
const act = fc.oneof(
  fc.tuple(fc.constantFrom("tell" as const, "correct" as const), fc.array(fc.tuple(id, label), { maxLength: 3 })),
  fc.tuple(fc.constant("decline" as const), fc.array(id, { maxLength: 3 }))
)

/** The same by the words of the documentation: what is refused, else the labels and the declined items after it. */
const expected = (
  before: { readonly labels: ReadonlyMap<string, string>; readonly declined: ReadonlySet<string> },
  [kind, given]: readonly [string, ReadonlyArray<string | readonly [string, string]>]
) => {
  const pairs = given.map((one) => typeof one === "string" ? [one, ""] as const : one)
  const labels = new Map(before.labels), declined = new Set(before.declined)
  const isWrong = pairs.some(([name, label]) =>
    !ids.includes(name)
    || (kind !== "decline" && !names.includes(label))
    || pairs.some(([other, also]) => other === name && also !== label)
    || (kind === "tell" && (labels.get(name) ?? label) !== label)
    || (kind === "correct" && !labels.has(name))
    || (kind === "decline" && labels.has(name))
  )
  if (isWrong) return undefined
  for (const [name, label] of pairs) {
    if (kind === "decline") declined.add(name)
    else {
      labels.set(name, label)
      declined.delete(name)
    }
  }
  return { labels, declined }
}

describe("a book of labels", () => {
  test.prop([fc.array(act, { maxLength: 12 })])("changes as it says, whole or not at all", (acts) => {
    const book = makeBook(names, ids)
    let state: Parameters<typeof expected>[0] = { labels: new Map(), declined: new Set() }
    for (const [kind, given] of acts) {
      const after = expected(state, [kind, given]), before = contents(book)
      if (after === undefined) {
        refusedWith(() => book[kind](given))
        assert.deepStrictEqual(contents(book), before)
        continue
      }
      book[kind](given)
      state = after
      const named = Array.from(book.labels, ([at, label]) => [ids[at], book.nameOf(label)])
      assert.deepStrictEqual(named, [...state.labels])
      assert.deepStrictEqual([...book.declined].map((at) => ids[at]!), [...state.declined])
    }
  })

  it("has no class twice, which no label could tell from itself", () => {
    assert.throws(() => makeBook(["a", "b", "a"], ["0"]), /classes.*names "a" twice/)
  })

  it("takes records, maps and pairs; numbers for ids and for classes", () => {
    const book = makeBook(3, ["0", "1", "2", "3"])
    book.tell({ 1: 2 })
    book.tell(new Map([["0", 1]]))
    book.tell([[3, 0]])
    assert.deepStrictEqual([...book.labels], [[1, 2], [0, 1], [3, 0]])
    book.decline([2])
    assert.deepStrictEqual([...book.declined], [2])
    book.tell([["2", 1]])
    assert.deepStrictEqual([...book.declined], [])
  })

  it("says what is wrong, as data", () => {
    const book = makeBook(names, ["photo-1", "photo-2"])
    book.tell({ "photo-1": "cat" })
    const cases: ReadonlyArray<readonly [() => void, ActiveProblem, RegExp]> = [
      [
        () => book.tell({ "photo-3": "cat" }),
        { _tag: "UnknownItem", id: "photo-3", suggestion: "photo-1" },
        /no item .* "photo-3"; did you mean "photo-1"\?/
      ],
      [
        () => book.tell({ "photo-2": "cow" }),
        { _tag: "UnknownClass", id: "photo-2", label: "cow", classes: names },
        /"photo-2" is "cow"; the classes are "cat", "dog", "owl"$/
      ],
      [
        () => book.tell({ "photo-1": "dog" }),
        { _tag: "Labeled", id: "photo-1", label: "cat", given: "dog" },
        /change it with correct/
      ],
      [
        () => book.decline(["photo-1"]),
        { _tag: "Labeled", id: "photo-1", label: "cat", given: undefined },
        /cannot be declined/
      ],
      [() => book.correct({ "photo-2": "dog" }), { _tag: "NotLabeled", id: "photo-2" }, /with tell/],
      [
        () => book.tell([["photo-2", "cat"], ["photo-2", "dog"]]),
        { _tag: "GivenTwice", id: "photo-2", first: "cat", second: "dog" },
        /one label/
      ],
      [() => book.add(["new", "new"]), { _tag: "KnownItem", id: "new" }, /ids must differ/],
      [
        () => book.decline("photo-2"),
        { _tag: "Kind", what: "what is declined", value: "photo-2", expected: "a list of ids" },
        /must be a list of ids/
      ]
    ]
    for (const [work, reason, said] of cases) {
      const found = refusedWith(work)
      assert.deepStrictEqual(found, reason)
      assert.match(new ActiveLearnerError({ reason: found }).message, said)
    }
    for (const label of [-1, 3, 1.5, "1", null, undefined]) {
      assert.strictEqual(refusedWith(() => makeBook(3, ["x"]).tell([["x", label]]))._tag, "UnknownClass")
    }
    for (const labels of [null, 3, "cat", [["x"]], [null]]) {
      assert.strictEqual(refusedWith(() => makeBook(3, ["x"]).tell(labels))._tag, "Kind")
    }
  })
})
