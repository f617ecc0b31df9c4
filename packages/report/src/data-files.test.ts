import { assert, describe, it } from "@effect/vitest"
import { parquetReadObjects } from "hyparquet"
import { analysis } from "../test/made.ts"
import { pickColumns, roundColumns, toCsv, toParquet } from "./data-files.ts"

const groups = analysis().views.map(({ group }) => group)
const read = (bytes: Uint8Array) => parquetReadObjects({ file: bytes.buffer as ArrayBuffer })

describe("data files", () => {
  it("have a row a unit and round", () => {
    const lines = toCsv(roundColumns(groups)).trimEnd().split("\n")
    assert.strictEqual(lines.length, 1 + 12 * 3)
    assert.strictEqual(
      lines[0],
      "data,strategy,seed,round,labels,asked,accuracy,balancedAccuracy,macroF1,restError,cost,covered,evenness,imbalance," +
        "select,label,train,evaluate,recall_0,recall_1,recall_2"
    )
    assert.strictEqual(lines[1], "spots,random,0,0,3,3,0.5,0.4,0.25,0,3,3,1,1,10,1,2000,3,0.5,1,")
  })

  it("have a row a pick, with why", () => {
    const lines = toCsv(pickColumns(groups)).trimEnd().split("\n")
    assert.strictEqual(lines.length, 1 + 12 * 9)
    assert.strictEqual(lines[2], "spots,random,0,0,2,spot-1,1,1,0.5,,1,10,0,margin=0.25 (2 of 30)")
  })

  it("say the same as Parquet, with null for what is not known", async () => {
    const rows = await read(toParquet(roundColumns(groups)))
    assert.strictEqual(rows.length, 36)
    assert.deepInclude(rows[1], { data: "spots", strategy: "random", round: 1, accuracy: 0.6, recall_2: null })
    const picks = await read(toParquet(pickColumns(groups)))
    assert.deepInclude(picks[1], { id: "spot-1", position: 1, cluster_size: 10, branch: null })
  })
})
