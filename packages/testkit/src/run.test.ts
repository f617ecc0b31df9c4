import { assert, describe, it } from "@effect/vitest"
import { Query, Strategy } from "@marginalia/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { leastConfidence, length2, top } from "../test/toys.ts"
import { Broken, claim } from "./claim.ts"
import { queryArb } from "./generate/query.ts"
import type { Law, Property } from "./Law.ts"
import { lawful } from "./lawful.ts"
import { check, settle } from "./run.ts"

const small = (least: number): Law<string> => ({
  id: "small",
  title: "pools are small",
  statement: `No pool has ${least} items.`,
  kind: "structure",
  about: "a name",
  property: (name, setting) =>
    fc.asyncProperty(queryArb(setting.query), async ({ size }) => {
      claim(size < least, () => `${name} has ${size} items`)
    }) as Property
})

const message = (promise: Promise<void>): Promise<string> =>
  promise.then(() => "it holds", (error: Error) => {
    assert.instanceOf(error, Broken)
    return error.message
  })

describe("check", () => {
  it("resolves when the law holds, on as many queries as asked for", async () => {
    let runs = 0
    const law: Law<number> = {
      ...small(0),
      property: () => fc.asyncProperty(fc.nat(), async () => void runs++) as Property
    }
    await check(law, 0, { numRuns: 7 }).run()
    assert.strictEqual(runs, 7)
  })

  it("tells the smallest query on which it does not, and finds it again", async () => {
    const found = await message(check(small(9), "this", { numRuns: 100 }).run())
    assert.match(
      found,
      /^law "small" does not hold: No pool has 9 items\.\nfound: this has 9 items\non: \[\{ size: 9, /
    )
    const [, seed, path] = /again: \{ seed: (-?\d+), path: "([\d:]+)" \}/.exec(found) ?? []
    const again = await message(check(small(9), "this", { seed: Number(seed), path: path! }).run())
    assert.strictEqual(again.split("\n")[2], found.split("\n")[2])
  })

  it("refuses to try what cannot be tried", async () => {
    const law = { ...small(9), unfit: () => "there is nothing to try it on" }
    assert.strictEqual(
      await message(check(law, "this").run()),
      "law \"small\" cannot be tried: there is nothing to try it on"
    )
  })
})

describe("options", () => {
  const strategy = Strategy.make(top(leastConfidence()))
  const sound = (options: Parameters<typeof lawful>[1]) => lawful(strategy, options).find(({ id }) => id === "sound")!

  it("say what queries look like", async () => {
    let sizes: ReadonlyArray<number> = []
    await sound({
      query: { minSize: 4, maxSize: 5 },
      ask: (asked, input) => {
        sizes = [...sizes, input.size ?? 0]
        return Effect.flatMap(Query.make(input), (query) => Strategy.runAny(asked, query as Query.Any))
      }
    }).run()
    assert.deepStrictEqual([...new Set(sizes)].sort(), [4, 5])
  })

  it("say which columns they hold", async () => {
    const found = await message(sound({ columns: ["embedding"] }).run())
    assert.match(found, /needs the column "probability"/)
    await lawful(length2(), { columns: ["embedding", "cluster"] })[0]!.run()
  })

  it("put services under what runs", async () => {
    const Answer = Context.Reference<number>("test/Answer", { defaultValue: () => 0 })
    const provide = Effect.provideService(Answer, 42)
    const setting = { traits: {}, query: {}, asked: {}, registry: undefined, ask: () => Effect.die("unused"), provide }
    assert.strictEqual(await settle(setting, Answer), 42)
  })
})
