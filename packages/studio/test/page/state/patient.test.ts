import { assert, describe, it } from "vitest"
import { patiently } from "../../../programs/page/state/patient.ts"
import { bench } from "./world.ts"

describe("what the server cannot say yet", () => {
  it("is asked for again, at longer and longer pauses, until it is there", async () => {
    const { line, studio } = await bench(), heard: Array<string> = [], get = line.get
    let asked = 0
    line.get = <A>(path: string) => {
      line.away = ++asked < 4
      return get<A>(path)
    }
    const found = await studio.ask<{ readonly total: number }>({
      path: "/api/review?by=class&from=0&count=60",
      isWanted: () => true,
      waits: (problem) => heard.push(problem)
    })
    assert.deepStrictEqual([found?.total, heard, asked], [0, ["away", "away", "away"], 4])
    const pauses: Array<number> = []
    const world = { server: { get: <A>() => get<A>("/api/nothing") }, wait: async (ms: number) => void pauses.push(ms) }
    line.away = true
    const wish = { path: "", isWanted: () => pauses.length < 7, waits: () => {} }
    assert.isUndefined(await patiently(world, wish))
    assert.deepStrictEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    line.away = false
    assert.match(String(await patiently(world, { ...wish, isWanted: () => true }).catch(String)), /nothing/)
  })

  it("is waited for by the review until one leaves it", async () => {
    const { line, settle, studio: { review } } = await bench(), get = line.get
    let asked = 0
    line.get = <A>(path: string) => (asked++, get<A>(path))
    line.away = true
    review.load("class")
    await settle()
    assert.deepStrictEqual([review.busy.value, review.waiting.value], [true, "away"])
    line.away = false
    await settle()
    assert.deepStrictEqual([review.busy.value, review.waiting.value], [false, undefined])
    line.away = true
    review.load("class")
    await settle()
    review.leave()
    await settle()
    const before = asked
    await settle()
    assert.deepStrictEqual([asked, review.busy.value, review.waiting.value], [before, false, undefined])
  })
})
