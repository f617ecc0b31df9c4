import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { annotatorIn, asking, QUICK, SECRET } from "../../test/annotating.ts"
import { annotatorServer, chatting } from "../../test/annotator-server.ts"
import { refusedPath } from "../../test/question.ts"
import { completionsAt } from "./openai.ts"

const made = Effect.gen(function*() {
  const server = yield* annotatorServer
  server.answer(chatting((text) => `{"label":"${text.endsWith("1") ? "dog" : "cat"}"}`))
  const openai = (more = "") => `openai("${server.url}/v1", tiny, "Which animal?", ${QUICK}, concurrency=1${more})`
  return { server, openai }
})

describe("openai", () => {
  it.live("asks about an item a request, and counts tokens and cost", () =>
    Effect.gen(function*() {
      const { openai, server } = yield* made
      const found = yield* asking(openai(", inputPrice=10, outputPrice=100"), 3)
      assert.deepStrictEqual([...found.answers.values()].map(({ annotator, outcome }) => [annotator, outcome]), [
        ["tiny", { _tag: "Label", label: "cat", probability: null }],
        ["tiny", { _tag: "Label", label: "dog", probability: null }],
        ["tiny", { _tag: "Label", label: "cat", probability: null }]
      ])
      assert.deepStrictEqual([found.usage.input, found.usage.output], [300, 15])
      assert.closeTo(found.usage.cost, (300 * 10 + 15 * 100) / 1e6, 1e-12)
      assert.deepStrictEqual(server.asked.map(({ path }) => path), Array(3).fill("/v1/chat/completions"))
      assert.isUndefined(server.asked[0]!.headers.authorization)
    }))

  it.live("counts what is no class as declined, never as a label", () =>
    Effect.gen(function*() {
      const { openai, server } = yield* made
      const said = ["{\"label\":\"cat\"}", "I think it is a cat.", "{\"label\":\"Cat\"}", "", "{\"label\""]
      server.answer((asked, n) => chatting(() => said[n]!)(asked))
      const found = yield* asking(openai(), said.length)
      assert.deepStrictEqual(
        [...found.answers.values()].map(({ outcome }) => outcome._tag === "Label" ? outcome.label : outcome.why),
        ["cat", "no class", "no class", "unreadable", "unreadable"]
      )
    }))

  it.live("asks in words where the endpoint holds nothing to a schema, and only then", () =>
    Effect.gen(function*() {
      const { openai, server } = yield* made
      server.answer((asked) =>
        asked.body.response_format === undefined
          ? chatting(() => " dog\n")(asked)
          : { status: 400, text: "response_format json_schema is not supported" }
      )
      const found = yield* asking(openai(), 3)
      assert.strictEqual([...found.answers.values()].filter(({ outcome }) => outcome._tag === "Label").length, 3)
      assert.strictEqual(server.asked.length, 4)
      const strict = yield* asking(openai(", format=schema"), 3)
      assert.deepInclude(strict.stopped?.reason, { _tag: "Refused", status: 400 })
      server.answer(() => ({ status: 400, text: "no such model" }))
      server.asked.length = 0
      const other = yield* asking(openai(), 3)
      assert.deepInclude(other.stopped?.reason, { _tag: "Refused", said: "no such model" })
      assert.strictEqual(server.asked.length, 1)
    }))

  it.live("sends the key that the environment holds, and writes it nowhere", () =>
    Effect.gen(function*() {
      const { openai, server } = yield* made, answers = join((yield* folder).path, "answers.jsonl")
      const keyed = openai(", key=MODEL_KEY")
      server.answer((asked) => chatting(() => String(asked.headers.authorization))(asked))
      const found = yield* asking(keyed, 2, { answers })
      assert.deepStrictEqual(
        server.asked.map(({ headers }) => headers.authorization),
        Array(2).fill(`Bearer ${SECRET}`)
      )
      const { identity, name } = annotatorIn(keyed)
      const written = [readFileSync(answers, "utf8"), JSON.stringify([...found.answers]), identity, name]
      server.answer((asked) => ({ status: 401, text: `Incorrect API key provided: ${asked.headers.authorization}` }))
      const refused = yield* asking(keyed, 4, { answers })
      const error = refused.stopped!
      assert.match(error.message, /status 401 .*Incorrect API key.*check that the key is right/)
      for (const text of [...written, error.message, String(error.stack), JSON.stringify(error)]) {
        assert.notInclude(text, SECRET)
      }
      const missing = yield* Effect.flip(asking(openai(", key=NO_SUCH_VARIABLE"), 1))
      assert.deepStrictEqual(missing.reason, { _tag: "NoKey", variable: "NO_SUCH_VARIABLE" })
      assert.match(missing.message, /no variable NO_SUCH_VARIABLE.*key=/)
    }))

  it.live("follows no server elsewhere", () =>
    Effect.gen(function*() {
      const { openai, server } = yield* made
      server.answer(() => ({ status: 307, headers: { location: `${server.url}/elsewhere` } }))
      const found = yield* asking(openai(", key=MODEL_KEY"), 1)
      assert.deepInclude(found.stopped?.reason, { _tag: "Refused", status: 307 })
      assert.strictEqual(server.asked.length, 1)
    }))

  it("refuses addresses that hold a key, which would be written down", () => {
    const wrong = [
      "localhost:80",
      "ftp://a/b",
      "https://me:pass@a/v1",
      "https://a/v1?api_key=sk",
      "https://a/v1?Token=x"
    ]
    for (const url of wrong) {
      assert.strictEqual(refusedPath(() => annotatorIn(`openai("${url}", m, p)`)), "url", url)
      assert.strictEqual(refusedPath(() => annotatorIn(`http("${url}")`)), "url", url)
    }
    assert.strictEqual(refusedPath(() => annotatorIn("openai(\"http://a\", m, p, key=\"sk-live-1\")")), "key")
    assert.strictEqual(annotatorIn("http(\"https://a.test/v1?api-version=2\")").name, "a.test/v1")
  })

  it("finds the completions below an address", () => {
    const at = "http://a.test/v1/chat/completions"
    for (const url of ["http://a.test/v1", "http://a.test/v1/", at]) assert.strictEqual(completionsAt(url), at)
    assert.strictEqual(completionsAt("http://a.test/v1?x=1"), `${at}?x=1`)
  })
})
