import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatasetError } from "./errors.ts"
import { type KnownDataset, knownDatasets } from "./known.ts"
import { loadDataset } from "./promise.ts"

/** One image of 1 × 1 in each split. */
const dot: KnownDataset = {
  ...knownDatasets.get("mnist")!,
  name: "dot",
  shape: [1, 1, 1],
  splits: {
    train: { rows: 1, files: [{ names: ["images"] }, { names: ["labels"] }] },
    test: { rows: 1, files: [{ names: ["images"] }, { names: ["labels"] }] }
  }
}

describe("loadDataset", () => {
  it("loads real files, and rejects with what is wrong", async () => {
    const folder = mkdtempSync(join(tmpdir(), "marginalia-models-"))
    try {
      writeFileSync(join(folder, "images"), Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 77))
      const error = await loadDataset(dot, { folder }).catch((reason: unknown) => reason)
      assert.instanceOf(error, DatasetError)
      assert.match(String(error), /dot is not here;.*\n.*\n.*: lacks labels\n/)
      writeFileSync(join(folder, "labels"), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 6))
      const { test, train } = await loadDataset(dot, { folder })
      assert.deepStrictEqual([[...train.items.data], [...test.labels]], [[77], [6]])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
