import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { makePace } from "./pace.ts"
import { retryAfter, send, type Way } from "./send.ts"

const way: Way = {
  url: "http://model.test/v1",
  key: Redacted.make("sk-very-secret"),
  timeout: 30,
  retries: 3,
  pause: 1,
  most: 100
}

interface Answer {
  readonly status?: number
  readonly text?: string
  readonly headers?: { readonly [name: string]: string }
}

/** A client that answers in this order, the last from then on, and notes when it was asked. */
const playing = (...answers: ReadonlyArray<Answer | "silence">) => {
  const at: Array<number> = []
  const client = HttpClient.make((request) =>
    Effect.gen(function*() {
      const answer = answers[Math.min(at.length, answers.length - 1)]!
      at.push((yield* Clock.currentTimeMillis) / 1000)
      if (answer === "silence") return yield* Effect.never
      const { headers = {}, status = 200, text = "{}" } = answer
      return HttpClientResponse.fromWeb(request, new Response(text, { status, headers }))
    })
  )
  return { at, client }
}

/** Sends a request while the clock runs: what came of it, and when it was sent. */
const sent = Effect.fnUntraced(function*(how: Partial<Way>, ...answers: ReadonlyArray<Answer | "silence">) {
  const { at, client } = playing(...answers)
  const fiber = yield* send({ ...way, ...how }, makePace(undefined), { a: 1 }).pipe(
    Effect.provideService(HttpClient.HttpClient, client),
    Effect.result,
    Effect.forkChild
  )
  for (let i = 0; i < 40; i++) yield* TestClock.adjust("20 seconds")
  return { at, result: yield* Fiber.join(fiber) }
})

const reasonOf = (result: Effect.Success<ReturnType<typeof sent>>["result"]) =>
  result._tag === "Failure" ? result.failure.reason : result.success

describe("send", () => {
  it.effect("sends again what may pass, after pauses that double", () =>
    Effect.gen(function*() {
      for (const status of [408, 425, 429, 500, 502, 503, 504, 529]) {
        const { at, result } = yield* sent({}, { status }, { status }, { status }, { text: "[1]" })
        assert.deepStrictEqual<unknown>(reasonOf(result), [1])
        assert.strictEqual(at.length, 4)
        const pauses = at.slice(1).map((time, i) => time - at[i]!)
        assert.deepStrictEqual(pauses, [1, 2, 4])
      }
      const broken = yield* sent({ retries: 1 }, { text: "{\"a\":" })
      assert.deepInclude<unknown>(reasonOf(broken.result), {
        _tag: "GivenUp",
        tries: 2,
        last: { fault: "NotJson", said: "{\"a\":" }
      })
      const silent = yield* sent({ retries: 1 }, "silence")
      assert.deepInclude<unknown>(reasonOf(silent.result), { _tag: "GivenUp", last: { fault: "Timeout", seconds: 30 } })
      assert.deepStrictEqual(silent.at.map((time) => time - silent.at[0]!), [0, 31])
    }))

  it.effect("sends no other again", () =>
    Effect.gen(function*() {
      for (const status of [400, 401, 403, 404, 413, 422, 501, 301]) {
        const { at, result } = yield* sent({}, { status, text: "no" })
        assert.deepStrictEqual<unknown>(reasonOf(result), { _tag: "Refused", url: way.url, status, said: "no" })
        assert.strictEqual(at.length, 1)
      }
      const large = yield* sent({}, { text: `"${"x".repeat(100)}"` })
      assert.deepStrictEqual<unknown>(reasonOf(large.result), { _tag: "TooLarge", url: way.url, most: 100 })
      assert.strictEqual(large.at.length, 1)
    }))

  it.effect("waits as long as the server asks, and not for hours", () =>
    Effect.gen(function*() {
      const busy = (value: string) => ({ status: 429, headers: { "retry-after": value } })
      const { at } = yield* sent({}, busy("17"), busy("0"), {})
      assert.deepStrictEqual(at.map((time) => time - at[0]!), [0, 17, 17])
      const long = yield* sent({}, busy("3600"))
      assert.deepStrictEqual<unknown>(reasonOf(long.result), { _tag: "Wait", url: way.url, seconds: 3600, most: 600 })
      assert.strictEqual(long.at.length, 1)
    }))

  it.effect("lets nothing out that holds the key, should the server say it", () =>
    Effect.gen(function*() {
      const said = "no such key: sk-very-secret"
      const all = [{ status: 401, text: said }, { status: 429, text: said }, { text: said }]
      for (const answer of all) {
        const { result } = yield* sent({ retries: 0 }, answer)
        const failure = result._tag === "Failure" ? result.failure : assert.fail("it was answered")
        assert.notInclude(JSON.stringify(failure) + failure.message + String(failure.stack), "very-secret")
        assert.include(failure.message, "no such key: …")
      }
      const whole = yield* sent({}, { text: JSON.stringify({ said }) })
      assert.deepStrictEqual<unknown>(reasonOf(whole.result), { said: "no such key: …" })
    }))
})

it("retry-after is seconds or a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z")
  const cases = [["5", 5000], ["0.5", 500], ["Thu, 01 Jan 2026 00:00:09 GMT", 9000], ["-1", undefined], [
    "soon",
    undefined
  ]]
  for (const [text, expected] of cases) assert.strictEqual(retryAfter(String(text), now), expected)
  assert.isUndefined(retryAfter(undefined, now))
  assert.isUndefined(retryAfter(" ", now))
})

describe("makePace", () => {
  it.effect("spaces requests evenly, and holds all of them while a server asks to wait", () =>
    Effect.gen(function*() {
      const pace = makePace(60), at: Array<number> = []
      const turn = Effect.andThen(pace.turn, Effect.map(Clock.currentTimeMillis, (now) => void at.push(now)))
      const fiber = yield* Effect.forkChild(Effect.all([turn, turn, turn, turn], { concurrency: "unbounded" }))
      yield* TestClock.adjust("1500 millis")
      yield* pace.hold(10_000)
      yield* TestClock.adjust("20 seconds")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(at.map((time) => time - at[0]!), [0, 1000, 11_500, 11_500])
    }))
})
