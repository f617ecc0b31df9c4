import { assert, describe, it } from "@effect/vitest"
import { decodeResponse, encodeRequest } from "./protocol.ts"

const classes = ["cat", "dog"]
const items = ["a", "b", "c"].map((id) => ({ id }))

const reply = (json: unknown, price = 0) => {
  const found = decodeResponse(json, items, classes, price)
  return typeof found === "string" ? assert.fail(found) : found
}

/** What is said of the first item. */
const first = (said: object) => reply({ labels: [{ id: "a", ...said }] }).outcomes[0]

describe("the protocol of http(url)", () => {
  it("sends ids, texts, fields and images", () => {
    const image = { type: "image/png", bytes: Uint8Array.of(1, 2, 255) }
    const all = [{ id: "a", text: "x", fields: [{ name: "n", value: "1" }] }, { id: "b", image }]
    assert.deepStrictEqual<unknown>(encodeRequest(all, classes), {
      version: 1,
      classes,
      items: [{ id: "a", text: "x", fields: { n: "1" } }, { id: "b", image: { type: "image/png", data: "AQL/" } }]
    })
  })

  it("takes labels in any order, and probabilities by class; of equally likely ones the first", () => {
    const { outcomes } = reply({
      labels: [
        { id: "c", probabilities: [0.5, 0.5] },
        { id: "a", label: "dog", probability: 0.9 },
        { id: "b", label: "dog", probabilities: [0.75, 0.25] }
      ]
    })
    assert.deepStrictEqual<unknown>(outcomes, [
      { _tag: "Label", label: "dog", probability: 0.9 },
      { _tag: "Label", label: "dog", probability: 0.25 },
      { _tag: "Label", label: "cat", probability: 0.5 }
    ])
    assert.deepStrictEqual(first({ label: "cat" }), { _tag: "Label", label: "cat", probability: null })
  })

  it("takes nothing else for a label", () => {
    const why = (said: object) => {
      const outcome = first(said)
      return outcome?._tag === "Declined" ? outcome.why : outcome
    }
    assert.strictEqual(why({ label: null, why: "blurred" }), "refused")
    for (const label of ["Cat", "cat ", "", "bird"]) assert.strictEqual(why({ label }), "no class")
    for (const probabilities of [[1], [0.5, 0.4], [0, 0], []]) assert.strictEqual(why({ probabilities }), "unreadable")
    assert.strictEqual(why({}), "unreadable")
    const two = reply({ labels: [{ id: "a", label: "cat" }, { id: "a", label: "dog" }] }).outcomes[0]
    assert.deepInclude(two, { _tag: "Declined", why: "unreadable" })
    const same = reply({ labels: [{ id: "a", label: "cat" }, { id: "a", label: "cat" }] }).outcomes[0]
    assert.deepInclude(same, { label: "cat" })
  })

  it("leaves open what is left out, counts strangers, and prices what was answered", () => {
    const labels = [{ id: "b", label: "cat" }, { id: "z", label: "cat" }, { id: "y", label: "bird" }]
    const { outcomes, strangers, usage } = reply({ labels }, 0.5)
    assert.deepStrictEqual(outcomes.map((outcome) => outcome?._tag), [undefined, "Label", undefined])
    assert.deepStrictEqual([strangers, usage.cost], [2, 0.5])
    assert.strictEqual(reply({ labels, cost: 3 }, 0.5).usage.cost, 3)
  })

  it.each([
    [null, "expected object|Expected"],
    [{}, "labels"],
    [{ labels: [{ label: "cat" }] }, "id"],
    [{ labels: [{ id: "a", probability: 1.5 }] }, "probability"],
    [{ labels: [], cost: -1 }, "cost"]
  ])("says where %j differs", (json, where) => {
    const found = decodeResponse(json, items, classes, 0)
    assert.match(typeof found === "string" ? found : "it was taken", new RegExp(where))
  })
})
