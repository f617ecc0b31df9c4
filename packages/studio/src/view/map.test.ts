import { assert, describe, it } from "@effect/vitest"
import { after, label, says, skip } from "../../test/sessions.ts"
import { mapView } from "./map.ts"

describe("mapView", () => {
  it("says where items lie and what is known of each, and to how many a UMAP was fitted", () => {
    const points = Float32Array.of(-1, 0, 0.5, 1, 0, 0)
    const session = after([says("ann", [1], label(1)), says("ann", [2], skip)], { size: 3, measure: 0 })
    const view = mapView(session, undefined, { _tag: "Drawn", kind: "umap", points })
    assert.deepStrictEqual([view.kind, view.size, view.fitted], ["umap", 3, 3])
    assert.deepStrictEqual([...new Int32Array(Uint8Array.from(Buffer.from(view.labels, "base64")).buffer)], [-1, 1, -5])
    const large = (kind: "pca" | "umap") =>
      mapView(after([], { size: 6000 }), undefined, { _tag: "Drawn", kind, points: new Float32Array(12_000) }).fitted
    assert.deepStrictEqual([large("umap"), large("pca")], [3000, 6000])
  })
})
