import { assert, describe, it } from "@effect/vitest"
import { type ChatAsking, chatOutcome, chatRequest, expectedTokens } from "./chat.ts"

const asking: ChatAsking = {
  model: "m",
  prompt: "Which animal?",
  classes: ["cat", "dog"],
  schema: true,
  logprobs: false,
  maxTokens: undefined
}
const inWords = { ...asking, schema: false }

/** Of a request what is looked at. */
interface Sent {
  readonly temperature: number
  readonly messages: ReadonlyArray<{ readonly content: unknown }>
  readonly response_format: {
    readonly json_schema: {
      readonly schema: { readonly properties: { readonly label: { readonly enum: ReadonlyArray<string> } } }
    }
  }
}

const sentOf = (...args: Parameters<typeof chatRequest>): Sent => chatRequest(...args) as unknown as Sent

const completion = (content: string | null, more: object = {}, end = "stop") => ({
  id: "x",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: end, ...more }],
  usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 }
})

const said = (json: unknown, how = asking) => {
  const found = chatOutcome(json, how)
  if (typeof found === "string") return found
  const { outcome } = found
  return outcome._tag === "Label" ? outcome.label : outcome.why
}

describe("chat", () => {
  it("asks at temperature 0 for a class by a schema, and never tells the item's id", () => {
    const image = { type: "image/png", bytes: Uint8Array.of(1, 2, 255) }
    const request = sentOf(asking, { id: "dog/1.png", image, text: "seen" })
    assert.strictEqual(request.temperature, 0)
    assert.deepStrictEqual(request.response_format.json_schema.schema.properties.label.enum, ["cat", "dog"])
    assert.deepStrictEqual(request.messages[1]!.content, [
      { type: "text", text: "seen" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AQL/" } }
    ])
    assert.notInclude(JSON.stringify(request), "dog/1")
    const words = sentOf({ ...inWords, maxTokens: 8, logprobs: true }, { id: "1", text: "a\n{b}" })
    assert.deepInclude<unknown>(words, { max_tokens: 8, logprobs: true })
    assert.notProperty(words, "response_format")
    assert.strictEqual(words.messages[1]!.content, "a\n{b}")
    assert.match(String(words.messages[0]!.content), /^Which animal\?\n\n.*"cat", "dog"\.$/)
  })

  it("takes what names a class letter by letter, and nothing else", () => {
    assert.strictEqual(said(completion("{\"label\":\"dog\"}")), "dog")
    assert.strictEqual(said(completion(" {\n\"label\": \"dog\" }\n")), "dog")
    assert.strictEqual(said(completion("\n dog \n"), inWords), "dog")
    assert.strictEqual(said(completion("dog")), "dog")
    for (const text of ["Dog", "a dog", "dog.", "\"dog\"", "cat dog"]) {
      assert.strictEqual(said(completion(text), inWords), "no class", text)
    }
    for (const text of ["{\"label\":\"bird\"}", "{\"label\":\"Dog\"}"]) {
      assert.strictEqual(said(completion(text)), "no class", text)
    }
    for (const text of ["", "  ", null, "{\"label\":1}", "{\"label\":\"do"]) {
      assert.strictEqual(said(completion(text)), "unreadable", String(text))
    }
  })

  it("counts refusals and what was cut off as no label", () => {
    const refusal = { message: { content: null, refusal: "I cannot help with dog" } }
    const animals = { ...inWords, classes: ["cat", "caterpillar"] }
    assert.strictEqual(said(completion("cat", {}, "length"), animals), "cut off")
    assert.strictEqual(said(completion("{\"label\":\"dog\"}", {}, "length")), "dog")
    assert.strictEqual(said(completion(null, refusal)), "refused")
    assert.strictEqual(
      said(completion("{\"label\":\"dog\"}", { message: { content: "dog", refusal: "no" } })),
      "refused"
    )
    assert.strictEqual(said(completion("dog", {}, "content_filter")), "refused")
    assert.strictEqual(said(completion("{\"label\":\"do", {}, "length")), "cut off")
    assert.strictEqual(said(completion("dog", {}, "length"), inWords), "dog")
  })

  it("makes a probability of the tokens', and counts tokens", () => {
    const logprobs = { content: [{ token: "do", logprob: Math.log(0.5) }, { token: "g", logprob: Math.log(0.8) }] }
    const found = chatOutcome(completion("dog", { logprobs }), inWords)
    assert(typeof found !== "string" && found.outcome._tag === "Label")
    assert.closeTo(found.outcome.probability!, 0.4, 1e-12)
    assert.deepStrictEqual(found.tokens, { input: 7, output: 2 })
    const none = chatOutcome({ choices: [{ message: { content: "dog" } }] }, inWords)
    assert.deepStrictEqual(none, {
      outcome: { _tag: "Label", label: "dog", probability: null },
      tokens: { input: 0, output: 0 }
    })
  })

  it("says where another form differs", () => {
    for (const json of [null, {}, { choices: [{}] }, { choices: [{ message: { content: 1 } }] }]) {
      assert.isString(chatOutcome(json, asking))
    }
    assert.strictEqual(said({ choices: [] }), "there is no choice in it")
  })

  it("expects four characters a token, and a number for an image", () => {
    const text = expectedTokens(inWords, { id: "1", text: "x".repeat(400) }, 1000)
    const both = expectedTokens(inWords, {
      id: "1",
      text: "x".repeat(400),
      image: { type: "", bytes: new Uint8Array() }
    }, 1000)
    assert.isAbove(text.input, 100)
    assert.isBelow(text.input, 160)
    assert.strictEqual(both.input - text.input, 1000)
    assert.strictEqual(text.output, 1)
  })
})
