import { assert, describe, it } from "@effect/vitest"
import { labelOf, makeItemOf } from "./tasks.ts"

const itemOf = makeItemOf(["a/1.jpg", "b/1.jpg", "2.jpg", "3", "my photo.png"])

describe("tasks", () => {
  it.each<readonly [Record<string, unknown>, number | undefined]>([
    [{ id: "2.jpg", image: "/data/a/1.jpg" }, 2],
    [{ id: 3 }, 3],
    [{ image: "/data/upload/7/0f12ab34-2.jpg" }, 2],
    [{ image: "/data/local-files/?d=photos/a/1.jpg" }, 0],
    [{ image: "https://example.com/x/b/1.jpg?token=1" }, 1],
    [{ image: "s3://bucket/my%20photo.png" }, 4],
    [{ image: "1.jpg" }, undefined],
    [{ image: "nothing.jpg" }, undefined],
    [{ id: 7, image: "2.jpg" }, 2],
    [{ other: "2.jpg", image: "a/1.jpg" }, 0],
    [{ image: { url: "2.jpg" } }, undefined],
    [{}, undefined]
  ])("%j is of item %s", (data, item) => assert.strictEqual(itemOf({ id: 3, data }, "image"), item))

  it("are of none where they are no tasks", () => {
    for (const task of [null, 3, [], { data: null }, { id: 2 }]) assert.isUndefined(itemOf(task))
  })

  it("have one choice for a label", () => {
    const said = (choices: unknown, from = "animal") =>
      labelOf({ result: [{ from_name: from, type: "choices", value: { choices } }] }, "animal")
    assert.deepStrictEqual([said([" cat "]), said(["cat", "dog"]), said([3]), said(["cat"], "other"), said([" "])], [
      "cat",
      undefined,
      undefined,
      undefined,
      undefined
    ])
    assert.isNull(labelOf({ was_cancelled: true, result: [] }, "animal"))
    assert.isUndefined(labelOf("cat", "animal"))
  })
})
