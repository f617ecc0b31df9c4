import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../../test/made.ts"
import type { Payload } from "../map/shown.ts"
import { mapSection } from "./map.ts"

const payload: Payload = {
  classNames: ["</script>"],
  layouts: [{ key: "pca", title: "PCA", places: [1, 2] }],
  truth: [0],
  ids: ["x"],
  runs: ["random", "margin"].map((strategy) => ({ strategy, seed: 4, rounds: [{ labels: 1, picks: [] }] }))
}

describe("mapSection", () => {
  const { text } = mapSection(analysis().views[0]!, { id: "spots", payload, remark: "The map shows half." })

  it("lets the reader choose strategy, seed, layout and rounds, strategies in the order of everywhere", () => {
    const options = [...text.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)
    assert.deepStrictEqual(options, ["random", "margin", "4", "pca"])
    assert.include(text, "min=\"1\" max=\"1\" value=\"1\"")
    assert.include(text, "The map shows half.")
  })

  it("holds its data as JSON that ends nowhere else", () => {
    const [, inner] = /data-payload>(.*?)<\/script>/.exec(text)!
    assert.deepStrictEqual(JSON.parse(inner!), payload)
  })
})
