import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { coordinate, first, top } from "../../test/toys.ts"
import { InvalidOptions } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import { select, selectAny } from "../promise.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const question = { embedding: fromRows([[1], [5], [3]]), budget: 1, seed: 0 }
const plain = Strategy.make(top(coordinate()))

const stage = (run: () => Effect.Effect<object>) => Stage.make({ spec: Spec.make("spy"), needs: [], run })

/** A signal that counts its listeners. */
const counted = () => {
  const controller = new AbortController()
  let listeners = 0
  const { signal } = controller
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
  signal.addEventListener = (...args: Parameters<typeof add>) => ((listeners += 1), add(...args))
  signal.removeEventListener = (...args: Parameters<typeof remove>) => ((listeners -= 1), remove(...args))
  return { controller, signal, listeners: () => listeners }
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => assert.fail("it resolved"), (reason: unknown) => reason)

const reasons: ReadonlyArray<readonly [what: string, reason: unknown]> = [
  ["an error", new Error("enough")],
  ["a text", "enough"],
  ["null", null],
  ["an object", { code: 7 }],
  ["zero", 0]
]

describe("a signal that is aborted already", () => {
  it.each(reasons)("rejects with its reason, the same: %s", async (_, reason) => {
    let ran = false
    const spy = Strategy.make(stage(() => Effect.sync(() => ((ran = true), {}))), first())
    const { controller, listeners, signal } = counted()
    controller.abort(reason)
    assert.strictEqual(await rejection(select(spy, question, { signal })), reason)
    assert.strictEqual(await rejection(selectAny(spy, question, { signal })), reason)
    assert.isFalse(ran)
    assert.strictEqual(listeners(), 0)
  })

  it("comes before anything that is wrong with the query", async () => {
    const signal = AbortSignal.abort()
    assert.strictEqual(await rejection(select(plain, { ...question, budget: 99 }, { signal })), signal.reason)
  })
})

describe("a signal that is aborted later", () => {
  const endless = (turn: () => void) =>
    Strategy.make(stage(() => Effect.forever(Effect.andThen(Effect.sync(turn), Effect.yieldNow))), first())

  it.each(reasons)("rejects at once with its reason: %s", async (_, reason) => {
    const { controller, listeners, signal } = counted()
    let turns = 0
    const running = select(endless(() => (turns += 1)), question, { signal })
    setImmediate(() => controller.abort(reason))
    assert.strictEqual(await rejection(running), reason)
    const after = turns
    for (let i = 0; i < 8; i++) await new Promise((resolve) => setImmediate(resolve))
    assert.isAtMost(turns - after, 1)
    assert.strictEqual(listeners(), 0)
  })

  it("rejects although the work waits for something that cannot be ended", async () => {
    const controller = new AbortController()
    const stuck = Strategy.make(stage(() => Effect.uninterruptible(Effect.never)), first())
    const running = select(stuck, question, { signal: controller.signal })
    controller.abort("now")
    assert.strictEqual(await rejection(running), "now")
  })

  it("aborted by the work itself, before it gave way for the first time", async () => {
    const controller = new AbortController()
    let after = false
    const suicidal = Strategy.make(
      stage(() => Effect.andThen(Effect.sync(() => controller.abort("self")), Effect.as(Effect.yieldNow, {}))).pipe(
        Stage.andThen(stage(() => Effect.sync(() => ((after = true), {}))))
      ),
      first()
    )
    assert.strictEqual(await rejection(select(suicidal, question, { signal: controller.signal })), "self")
    await new Promise((resolve) => setImmediate(resolve))
    assert.isFalse(after)
  })

  it("is let go when the work is done, right or wrong", async () => {
    const { controller, listeners, signal } = counted()
    assert.deepStrictEqual([...(await select(plain, question, { signal })).positions], [1])
    await rejection(select(plain, { ...question, budget: 9 }, { signal }))
    assert.strictEqual(listeners(), 0)
    controller.abort()
  })
})

describe("the options", () => {
  it.each([
    [{ signl: AbortSignal.abort() }, `select: there is no option "signl". Did you mean "signal"? It takes signal.`],
    [{ signal: "now" }, `select: signal takes an AbortSignal, not "now"`],
    [{ signal: null }, "select: signal takes an AbortSignal, not null"],
    [AbortSignal, "select: the options are a function; give { signal }"],
    [null, "select: the options are null; give { signal }"]
  ])("%#", async (options, message) => {
    const error = await rejection(select(plain, question, options as object))
    assert.instanceOf(error, InvalidOptions)
    assert.strictEqual(error.message, message)
  })

  it("undefined is none", async () => {
    assert.strictEqual((await select(plain, question, undefined)).ids.length, 1)
  })
})
