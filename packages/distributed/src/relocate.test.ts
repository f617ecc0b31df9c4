import { assert, describe, it } from "@effect/vitest"
import { unitOf } from "../../experiments/test/unit.ts"
import { relocate } from "./relocate.ts"

const data = unitOf({}).data

const unit = unitOf({
  data: {
    ...data,
    source: { kind: "files", pool: "/a/pool.npy", labels: "/a/pool.npy.csv", test: { pool: "/a", labels: "/a/b" } },
    embedding: { kind: "encoder", text: "onnx(/a/b/c.onnx, also=\"/a/pool.npy\", other=/z/a/pool.npy)" }
  }
})

describe("relocate", () => {
  it("puts the paths of this machine where whole paths stand, each once, and nowhere else", () => {
    const moved = relocate(unit, [["/a", "/a/pool.npy"], ["/a/pool.npy", "/x/pool.npy"], ["/a/b/c.onnx", "/y/c.onnx"]])
    assert.deepStrictEqual(moved.data.source, {
      kind: "files",
      pool: "/x/pool.npy",
      labels: "/a/pool.npy/pool.npy.csv",
      test: { pool: "/a/pool.npy", labels: "/a/pool.npy/b" }
    })
    assert.deepStrictEqual(moved.data.embedding, {
      kind: "encoder",
      text: "onnx(/y/c.onnx, also=\"/x/pool.npy\", other=/z/a/pool.npy)"
    })
    assert.deepStrictEqual({ ...moved, data }, { ...unit, data })
  })

  it("leaves a unit as it is where everything lies where it lay", () => {
    assert.strictEqual(relocate(unit, [["/a", "/a"]]), unit)
  })
})
