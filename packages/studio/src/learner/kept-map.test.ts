import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Matrix from "@marginalia/core/Matrix"
import * as Effect from "effect/Effect"
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../test/project.ts"
import { keptMap } from "./kept-map.ts"

const matrix = Matrix.make(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2)
const points = Float32Array.of(0, 1, -1, 0.5, 0.25, -1)

layer(NodeServices.layer)("a map that is kept", (it) => {
  it.effect("is drawn once for the same vectors and seed, and again where it is damaged", () =>
    Effect.gen(function*() {
      const root = yield* folder
      let drawn = 0
      const draw = Effect.sync(() => (drawn++, points))
      const map = (more: Partial<Parameters<typeof keptMap>[0]> = {}) =>
        keptMap({ matrix, seed: 1, folder: root, ...more }, draw)
      assert.deepStrictEqual([yield* map(), yield* map(), drawn], [points, points, 1])
      yield* map({ seed: 2 })
      yield* map({ matrix: Matrix.make(Float32Array.of(1, 2, 3, 4, 5, 7), 3, 2) })
      assert.strictEqual(drawn, 3)
      const files = readdirSync(join(root, "cache", "maps"))
      assert.lengthOf(files, 3)
      for (const file of files) truncateSync(join(root, "cache", "maps", file), 20)
      assert.deepStrictEqual([yield* map(), drawn], [points, 4])
      for (const file of files) writeFileSync(join(root, "cache", "maps", file), Buffer.alloc(24, 0xff))
      assert.deepStrictEqual([yield* map(), drawn], [points, 5])
      assert.isTrue(files.every((file) => readFileSync(join(root, "cache", "maps", file)).length === 24))
    }))

  it.effect("is drawn where nothing can be kept", () =>
    Effect.gen(function*() {
      const root = yield* folder
      writeFileSync(root, "no folder")
      assert.deepStrictEqual(yield* keptMap({ matrix, seed: 1, folder: root }, Effect.succeed(points)), points)
    }))
})
