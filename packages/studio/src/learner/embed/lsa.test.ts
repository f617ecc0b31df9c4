import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { lsa, LSA_WIDTH } from "./lsa.ts"

const topics = ["river boat water fish", "bank money loan credit", "python code test type"].map((words) =>
  words.split(" ")
)

/** Texts of four words of one topic and one of another. */
const texts = Array.from({ length: 60 }, (_, i) => {
  const own = topics[i % 3]!, other = topics[(i + 1) % 3]!
  return [own[i % 4], own[(i >> 1) % 4], own[(i >> 2) % 4], own[(i * 7) % 4], other[(i * 5) % 4]].join(" ")
})

const cosine = (data: Float32Array, a: number, b: number): number => {
  const row = (i: number) => data.subarray(i * LSA_WIDTH, (i + 1) * LSA_WIDTH)
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, j) => sum + value * y[j]!, 0)
  return dot(row(a), row(b)) / Math.sqrt(dot(row(a), row(a)) * dot(row(b), row(b)))
}

it.effect("texts of a topic are nearer to each other than to others, the same every time", () =>
  Effect.gen(function*() {
    const { data, cols, rows } = yield* lsa(texts, 1)
    assert.deepStrictEqual([rows, cols], [60, LSA_WIDTH])
    let within = 0, between = 0
    for (let i = 0; i < 60; i++) {
      within += cosine(data, i, (i + 3) % 60) / 60
      between += cosine(data, i, (i + 1) % 60) / 60
    }
    assert.isAbove(within, between + 0.1)
    assert.deepStrictEqual((yield* lsa(texts, 1)).data, data)
  }))

it.effect("scripts without spaces, texts without words, and few texts are no trouble", () =>
  Effect.gen(function*() {
    const { data } = yield* lsa(["今日は天気がいい", "今日は天気が悪い", "株価が下がった", "", "!?"], 1)
    assert.isTrue(data.every((x) => Number.isFinite(x)))
    assert.isAbove(cosine(data, 0, 1), 0.2)
    assert.deepStrictEqual([...data.subarray(3 * LSA_WIDTH)], Array.from({ length: 2 * LSA_WIDTH }, () => 0))
    assert.strictEqual((yield* lsa(["one"], 1)).rows, 1)
  }))
