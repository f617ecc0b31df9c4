import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { plan, random, rows, run, truth, uncertain } from "../test/experiment.ts"
import * as ActiveLearner from "./ActiveLearner.ts"
import * as Matrix from "./Matrix.ts"
import * as Metrics from "./Metrics.ts"

type Means = ReadonlyArray<ReadonlyArray<number> | undefined>

/** The class whose mean is nearest: the learner of the experiments' tests, in two functions. */
const fit = ({ classes, items, labels }: {
  readonly classes: ReadonlyArray<string>
  readonly items: ReadonlyArray<ArrayLike<number>>
  readonly labels: ReadonlyArray<number>
}): Means =>
  classes.map((_, c) => {
    const own = items.filter((_, i) => labels[i] === c)
    if (own.length === 0) return undefined
    return Array.from({ length: own[0]!.length }, (_, j) => own.reduce((sum, row) => sum + row[j]!, 0) / own.length)
  })

const predict = (means: Means, { items }: { readonly items: ReadonlyArray<ArrayLike<number>> }) =>
  items.map((row) => {
    const weights = means.map((mean) =>
      mean === undefined ? 0 : Math.exp(-mean.reduce((sum, x, j) => sum + (x - row[j]!) ** 2, 0))
    )
    const total = weights.reduce((a, b) => a + b, 0)
    return weights.map((weight) => total === 0 ? 1 / means.length : weight / total)
  })

const pool = Matrix.fromRows(rows), classes = ["red", "green", "blue"]
const input = { pool, classes, strategy: uncertain, coldStart: random, seed: 7, fit, predict }
const nameOf = (position: number): string => classes[truth[position]!]!
const answers = (picks: ReadonlyArray<{ readonly id: string; readonly position: number }>) =>
  picks.map(({ id, position }) => [id, nameOf(position)] as const)

const refused = async (work: Promise<unknown>): Promise<{ readonly _tag: string; readonly reason: unknown }> => {
  try {
    await work
  } catch (error) {
    return error as { readonly _tag: string; readonly reason: unknown }
  }
  return assert.fail("it was taken")
}

describe("an active learner", () => {
  it("asks for what an experiment asks for, from the cold start on", async () => {
    const wanted = await Effect.runPromise(run())
    const learner = await ActiveLearner.make(input)
    for (const { metrics, positions } of wanted) {
      const batch = await learner.next(4)
      assert.deepStrictEqual(batch.map(({ position }) => position), [...positions])
      await learner.tell(answers(batch))
      const mark = await learner.evaluate({ items: pool, labels: Array.from(truth, (c) => classes[c]!) })
      assert.deepStrictEqual({ ...mark, labeled: 0, own: {} }, { ...metrics, labeled: 0, own: {} })
    }
    const { curve, labels, round } = await learner.stop()
    assert.deepStrictEqual([labels.size, round, curve.map(({ labeled }) => labeled)], [20, 5, [4, 8, 12, 16, 20]])
  })

  it("gives the same batch until something is told, and trains once for the same labels", async () => {
    const trained: Array<number> = []
    const learner = await ActiveLearner.make({
      ...input,
      labels: { 0: "red", 1: "green" },
      fit: (lesson) => {
        trained.push(lesson.labels.length)
        assert.deepStrictEqual([lesson.ids.slice(0, 2), lesson.positions.slice(0, 2)], [["0", "1"], [0, 1]])
        assert.deepStrictEqual(
          lesson.items.map((row) => [...row]),
          lesson.positions.map((i) => [...Matrix.row(pool, i)])
        )
        return fit(lesson)
      }
    })
    const first = await learner.next(3)
    assert.deepStrictEqual(await learner.next(3), first)
    assert.deepStrictEqual(first[0]!.item, Matrix.row(pool, first[0]!.position))
    await learner.tell({ 0: "red" })
    assert.strictEqual((await learner.outcome()).round, 0, "what is told again is no round")
    assert.deepStrictEqual(await learner.next(3), first, "what is told again changes nothing")
    await learner.decline([first[0]!.id])
    await learner.next(3)
    assert.deepStrictEqual(trained, [2], "a declined item is no label")
    await learner.tell(answers(first.slice(1)))
    const second = await learner.next(60)
    assert.deepStrictEqual(trained, [2, 4])
    assert.deepStrictEqual(second.length, 60 - 5)
    const given = new Set(second.map(({ position }) => position))
    assert.isFalse([0, 1, ...first.map(({ position }) => position)].some((position) => given.has(position as never)))
    await learner.tell(answers(second))
    assert.deepStrictEqual(await learner.next(5), [])
  })

  it("goes on from what another one came to, and corrects", async () => {
    const one = await ActiveLearner.make(input)
    await one.tell(answers(await one.next(6)))
    await one.decline((await one.next(1)).map(({ id }) => id))
    const outcome = await one.outcome()
    const other = await ActiveLearner.make({ ...input, ...outcome })
    assert.deepStrictEqual(await other.next(5), await one.next(5))
    const [id] = outcome.labels.keys(), wrong = outcome.labels.get(id!) === "red" ? "blue" : "red"
    await other.correct({ [id!]: wrong })
    assert.strictEqual((await other.outcome()).labels.get(id!), wrong)
  })

  it("takes items of any kind, numbers as classes, and more items later", async () => {
    const names = rows.map((_, i) => `${i}.png`), seen: Array<ReadonlyArray<string>> = []
    const learner = await ActiveLearner.make({
      pool: names.slice(0, 40),
      ids: names.slice(0, 40),
      classes: 3,
      strategy: uncertain,
      coldStart: random,
      columns: { embedding: Matrix.fromRows(rows.slice(0, 40)) },
      fit: ({ items, labels }) => {
        seen.push(items)
        return fit({ classes, items: items.map((name) => rows[Number.parseInt(name)]!), labels })
      },
      predict: (means, { items }) => ({
        probability: predict(means, { items: items.map((name) => rows[Number.parseInt(name)]!) })
      })
    })
    await learner.tell({ "3.png": 0, "4.png": 1, "5.png": 2 })
    const more = { ids: names.slice(40), columns: { embedding: rows.slice(40) } }
    assert.deepStrictEqual(await learner.add(names.slice(40), more), names.slice(40))
    const all = await learner.next(57)
    assert.deepStrictEqual(all.map(({ id }) => id).toSorted(), names.filter((_, i) => i < 3 || i > 5).toSorted())
    assert.deepStrictEqual([seen, all.every(({ id, item }) => id === item)], [[["3.png", "4.png", "5.png"]], true])
    const mark = await learner.evaluate({
      items: ["0.png", "1.png", "2.png"],
      labels: [0, null, 1],
      metrics: { firsts: ({ actual, probability }) => actual[0]! + actual[1]! + probability.rows }
    })
    assert.deepStrictEqual([mark.labeled, mark.own["firsts"]], [3, 2])
    const predicted = predict(fit({ classes, items: [rows[3]!, rows[4]!, rows[5]!], labels: [0, 1, 2] }), {
      items: [rows[0]!, rows[2]!]
    })
      .map((row) => row.indexOf(Math.max(...row)))
    assert.strictEqual(mark.accuracy, Metrics.of([0, 1], predicted, 3).accuracy)
    const grown = await ActiveLearner.make({
      ...input,
      pool: Matrix.fromRows(rows.slice(0, 10)),
      labels: { 0: "red", 1: "blue" }
    })
    assert.deepStrictEqual(await grown.add(rows.slice(10)), Array.from({ length: 50 }, (_, i) => String(i + 10)))
    const whole = await ActiveLearner.make({ ...input, labels: { 0: "red", 1: "blue" } })
    assert.deepStrictEqual(await grown.next(58), await whole.next(58))
  })

  it("refuses what makes no sense, and is then as it was", async () => {
    const learner = await ActiveLearner.make(input), before = await learner.outcome()
    const cases: ReadonlyArray<readonly [Promise<unknown>, string, string]> = [
      [learner.tell({ 60: "red" }), "ActiveLearnerError", "UnknownItem"],
      [learner.evaluate({ items: pool, labels: [] }), "ActiveLearnerError", "Count"],
      [learner.evaluate({ items: pool, labels: Array.from(truth, () => "red") }), "ActiveLearnerError", "NoLabels"],
      [learner.add([[1, 2, 3]]), "ActiveLearnerError", "Count"],
      [learner.add([[Number.NaN, 2]]), "InvalidQuery", "NonFinite"],
      [learner.add([[1, 2]], { ids: ["0"] }), "InvalidQuery", "DuplicateId"],
      [learner.add([[1, 2]], { columns: { feature: [[1]] } }), "ActiveLearnerError", "Kind"],
      [learner.next(0), "InvalidQuery", "Budget"],
      [
        ActiveLearner.make({ ...input, coldStart: undefined as never }).then((one) => one.next(1)),
        "ActiveLearnerError",
        "NoColdStart"
      ],
      [ActiveLearner.make({ ...input, ids: ["a"] }), "ActiveLearnerError", "Count"],
      [ActiveLearner.make({ ...input, labels: { 0: "pink" as "red" } }), "ActiveLearnerError", "UnknownClass"]
    ]
    for (const [work, tag, kind] of cases) {
      const { _tag, reason } = await refused(work)
      const found = typeof reason === "string" ? reason : (reason as { readonly _tag: string })._tag
      assert.deepStrictEqual([_tag, found], [tag, kind])
    }
    assert.deepStrictEqual(await learner.outcome(), before)
  })

  it("says what a model that fails did, and asks again", async () => {
    const outputs: ReadonlyArray<readonly [unknown, RegExp]> = [
      [[[0.5, 0.5]], /predict gave 1 × 2 probabilities; 60 × 3 are due/],
      [{ feature: [[1]] }, /predict gave a value of type object; it must give the probabilities/],
      ["no", /predict gave "no"/],
      [Array.from({ length: 60 }, (_, i) => i === 9 ? [1] : [1, 0, 0]), /row 9 has 1 numbers and row 0 has 3/],
      [rows.map(() => [2, 0, 0]), /probability/]
    ]
    for (const [output, said] of outputs) {
      const learner = await ActiveLearner.make({ ...input, labels: { 0: "red" }, predict: () => output as never })
      assert.match((await refused(learner.next(1)) as unknown as Error).message, said)
    }
    let tries = 0
    const learner = await ActiveLearner.make({
      ...input,
      labels: { 0: "red", 1: "blue" },
      fit: (lesson) => tries++ === 0 ? Promise.reject(new Error("the service is away")) : fit(lesson)
    })
    const error = await refused(learner.next(1)) as unknown as Error & { readonly _tag: string }
    assert.deepStrictEqual([error._tag, error.message], ["LearnerError", "fit failed: the service is away"])
    assert.lengthOf(await learner.next(1), 1)
  })

  it("frees each model before the next, and ends what is under way when it is stopped", async () => {
    const events: Array<string> = []
    let made = 0
    const waiting = Promise.withResolvers<void>()
    const learner = await ActiveLearner.make({
      ...input,
      labels: { 0: "red", 1: "blue" },
      fit: (lesson, signal) => {
        if (made === 2) {
          signal.addEventListener("abort", () => events.push("aborted"))
          waiting.resolve()
          return new Promise<never>(() => {})
        }
        events.push(`fit ${++made}`)
        return { means: fit(lesson), number: made }
      },
      predict: ({ means }, question) => predict(means, question),
      dispose: ({ number }) => void events.push(`free ${number}`)
    })
    await learner.tell(answers(await learner.next(2)))
    const controller = new AbortController()
    await learner.tell(answers(await learner.next(2)))
    const ended = refused(learner.next(1, { signal: controller.signal }))
    await waiting.promise
    controller.abort(new Error("enough"))
    assert.strictEqual((await ended as unknown as Error).message, "enough")
    const again = refused(learner.next(1)), { labels } = await learner.stop()
    assert.deepStrictEqual([(await again).reason, labels.size], [{ _tag: "Stopped" }, 6])
    assert.deepStrictEqual((await refused(learner.tell({ 5: "red" }))).reason, { _tag: "Stopped" })
    assert.deepStrictEqual(events, ["fit 1", "free 1", "fit 2", "free 2", "aborted", "aborted"])
  })

  it("does one thing after the other: what is told while a model is trained is for the next one", async () => {
    const gate = Promise.withResolvers<void>(), sizes: Array<number> = []
    const learner = await ActiveLearner.make({
      ...input,
      labels: { 0: "red", 1: "blue" },
      fit: async (lesson) => {
        sizes.push(lesson.labels.length)
        await gate.promise
        return fit(lesson)
      }
    })
    const first = learner.next(1), told = learner.tell({ 2: "blue" }), second = learner.next(1)
    gate.resolve()
    await Promise.all([first, told, second])
    assert.deepStrictEqual(sizes, [2, 3])
    assert.deepStrictEqual(plan.classes, classes.length)
  })
})
