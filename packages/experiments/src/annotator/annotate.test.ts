import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { asking, QUICK } from "../../test/annotating.ts"
import { annotatorServer, labeling } from "../../test/annotator-server.ts"
import type { Annotated } from "./annotate.ts"

const made = Effect.gen(function*() {
  const server = yield* annotatorServer, { path } = yield* folder
  server.answer(labeling((id) => Number(id.slice(1)) % 2 === 0 ? "cat" : "dog"))
  const http = (more = "") => `http("${server.url}", ${QUICK}, batch=4${more})`
  const ids = () => server.asked.flatMap(({ body }) => body.items.map(({ id }) => id))
  return { server, http, ids, answers: join(path, "deep/answers.jsonl") }
})

const labelsOf = ({ answers }: Annotated) =>
  [...answers].map(([position, { outcome }]) => [position, outcome._tag === "Label" ? outcome.label : outcome.why])

describe("annotate", () => {
  it.live("asks about each item once, in batches, a few at once", () =>
    Effect.gen(function*() {
      const { http, ids, server } = yield* made
      const found = yield* asking(http(", concurrency=2"), 22, { positions: [...Array(22).keys(), 3, 4] })
      assert.deepStrictEqual(labelsOf(found), Array.from({ length: 22 }, (_, i) => [i, i % 2 === 0 ? "cat" : "dog"]))
      assert.deepStrictEqual([found.requests, found.reused, found.missing, found.stopped], [6, 0, 0, undefined])
      assert.deepStrictEqual(ids().sort(), Array.from({ length: 22 }, (_, i) => `i${i}`).sort())
      assert.isAtMost(server.most(), 2)
    }))

  it.live("keeps each answer at once: after a failure it asks only for what lacks", () =>
    Effect.gen(function*() {
      const { answers, http, ids, server } = yield* made
      const label = labeling(() => "cat")
      server.answer((asked, n) => n < 3 ? label(asked) : { status: 400, text: "no more" })
      const first = yield* asking(http(", concurrency=1"), 20, { answers })
      assert.strictEqual(first.answers.size, 12)
      assert.deepInclude(first.stopped?.reason, { _tag: "Refused", status: 400, said: "no more" })
      assert.strictEqual(server.asked.length, 4, "what would be refused again is not asked")
      assert.strictEqual(readFileSync(answers, "utf8").trim().split("\n").length, 13)
      server.asked.length = 0
      server.answer(label)
      const second = yield* asking(http(), 20, { answers })
      assert.deepStrictEqual([second.answers.size, second.reused, second.requests], [20, 12, 2])
      assert.deepStrictEqual(ids().sort(), Array.from({ length: 8 }, (_, i) => `i${i + 12}`).sort())
      server.asked.length = 0
      yield* asking(http(", name=other, rate=1000"), 20, { answers })
      assert.deepStrictEqual(server.asked, [], "who is asked is the same")
      yield* asking(http(), 20, { answers, classes: ["dog", "cat"] })
      assert.strictEqual(server.asked.length, 5, "another question is asked anew")
    }))

  it.live("goes on below a line that a kill has cut, and refuses what is no file of answers", () =>
    Effect.gen(function*() {
      const { answers, http, ids, server } = yield* made
      yield* asking(http(), 4, { answers })
      const whole = readFileSync(answers, "utf8")
      writeFileSync(answers, whole.slice(0, -20))
      server.asked.length = 0
      assert.strictEqual((yield* asking(http(), 8, { answers })).answers.size, 8)
      assert.strictEqual(ids().length, 5)
      server.asked.length = 0
      assert.strictEqual((yield* asking(http(), 8, { answers })).reused, 8)
      assert.deepStrictEqual(server.asked, [])
      appendFileSync(answers, "\n\n")
      assert.strictEqual((yield* asking(http(), 8, { answers })).reused, 8)
      writeFileSync(answers, "id,label\ni0,cat\n")
      const error = yield* Effect.flip(asking(http(), 8, { answers }))
      assert.deepInclude(error.reason, { _tag: "AnswersFile", path: answers, fault: "Format" })
      assert.strictEqual(readFileSync(answers, "utf8"), "id,label\ni0,cat\n")
      for (const path of ["/dev/zero", tmpdir()]) {
        const device = yield* Effect.flip(asking(http(), 1, { answers: path }))
        assert.deepInclude(device.reason, { _tag: "AnswersFile", fault: "Format" })
      }
    }))

  it.live("loses nothing to a server that is slow, busy, cut, or answers half", () =>
    Effect.gen(function*() {
      const { http, server } = yield* made
      const label = labeling(() => "dog")
      const faults = [
        { cut: "before" },
        { status: 503, text: "later" },
        { json: { labels: [] }, cut: "half" },
        { text: "<html>" },
        { status: 429, headers: { "retry-after": "0" } },
        { slow: 400 }
      ] as const
      server.answer((asked, n) => faults[n] ?? label(asked))
      const found = yield* asking(http(", concurrency=3, timeout=0.2"), 12)
      assert.deepStrictEqual(labelsOf(found), Array.from({ length: 12 }, (_, i) => [i, "dog"]))
      server.answer(() => ({ cut: "before" }))
      const gone = yield* asking(http(", retries=1"), 3)
      assert.deepInclude(gone.stopped?.reason, { _tag: "GivenUp", tries: 2 })
      assert.match(gone.stopped!.message, /after 2 attempts; .* what was answered is kept/)
    }))

  it.live("tells what is left out, strange or no label, and asks again only for what was left out", () =>
    Effect.gen(function*() {
      const { answers, http, ids, server } = yield* made
      server.answer(() => ({
        json: {
          labels: [{ id: "i0", label: "Cat" }, { id: "i2", label: null, why: "blurred" }, { id: "x", label: "cat" }]
        }
      }))
      const found = yield* asking(http(), 4, { answers })
      assert.deepStrictEqual(labelsOf(found), [[0, "no class"], [2, "refused"]])
      assert.deepStrictEqual([found.missing, found.strangers, found.stopped], [2, 1, undefined])
      server.asked.length = 0
      yield* asking(http(), 4, { answers })
      assert.deepStrictEqual(ids(), ["i1", "i3"])
      server.answer(() => ({ json: { answers: [] } }))
      const other = yield* asking(http(), 4)
      assert.strictEqual(other.stopped?.reason._tag, "Protocol")
      assert.match(other.stopped!.message, /in another form: .*labels/s)
    }))

  it.live("stops before a cost limit, over all starts, with what it has", () =>
    Effect.gen(function*() {
      const { answers, http, server } = yield* made
      const priced = http(", price=0.5, mostCost=7, concurrency=3")
      const first = yield* asking(priced, 40, { answers })
      assert.deepStrictEqual([first.answers.size, first.usage.cost, server.asked.length], [12, 6, 3])
      assert.deepInclude(first.stopped?.reason, { _tag: "CostLimit", most: 7, next: 2 })
      assert.match(first.stopped!.message, /mostCost=7.*what was answered is kept/)
      const second = yield* asking(priced, 40, { answers })
      assert.deepStrictEqual([second.answers.size, second.usage.cost, server.asked.length], [12, 0, 3])
      const none = yield* asking(http(", price=2, mostCost=1"), 40)
      assert.deepStrictEqual([none.answers.size, none.stopped?.reason._tag], [0, "CostLimit"])
    }))

  it.live("does not ask about what cannot be shown", () =>
    Effect.gen(function*() {
      const { http, ids } = yield* made
      const found = yield* asking(http(), 4, {
        content: (at) => at === 2 ? Effect.fail(new Error("it is gone")) : Effect.succeed({ id: `i${at}` })
      })
      assert.deepStrictEqual<unknown>(found.unshown, [{ position: 2, problem: "it is gone" }])
      assert.deepStrictEqual(ids().sort(), ["i0", "i1", "i3"])
      assert.isFalse(existsSync("answers.jsonl"))
    }))
})
