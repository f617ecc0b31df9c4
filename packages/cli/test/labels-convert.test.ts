import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const csv = "id,label\na/1.jpg,cat\nb.jpg,\"dog, wet\"\nc.jpg,ä\n"

const convert = (from: string, to: string, out: string, ...more: ReadonlyArray<string>) =>
  cli(["labels", "convert", from, "--to", to, "--out", out, ...more])

const forms = [
  ...["csv", "tsv", "jsonl", "json", "parquet", "metadata", "label-studio-json", "label-studio-json-min"],
  ...["label-studio-csv", "cvat-xml", "imagenet", "coco", "roboflow", "label-studio", "cvat"]
]

describe("marginalia labels convert", () => {
  it.live("there and back again: every form gives the labels that it was given", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const from = put("labels.csv", csv)
      for (const form of forms) {
        const out = join(path, `${form}.out`), back = join(path, `${form}.csv`)
        const there = yield* convert(from, form, out)
        assert.strictEqual(there.code, 0, `${form}: ${there.stderr}`)
        assert.match(there.stderr, /: 3 labels as .*, read as csv/)
        const again = yield* convert(out, "csv", back)
        assert.strictEqual(again.code, 0, `${form}: ${again.stderr}`)
        assert.sameMembers(readFileSync(back, "utf8").trimEnd().split("\n"), csv.trimEnd().split("\n"), form)
      }
    }), 120_000)

  it.live("says what a form cannot, and leaves it out only when told", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const from = put("labels.csv", "id,label\na.jpg,cat\nb.jpg,\nc.jpg,skip\n")
      const out = join(path, "coco.json")
      const refused = yield* convert(from, "coco", out)
      assert.strictEqual(refused.code, 1)
      assert.match(refused.stderr, /coco cannot say that an item was declined, and "b\.jpg" was/)
      assert.isFalse(existsSync(out))
      const dropped = yield* convert(from, "coco", out, "--drop-declined", "--skip-label", "skip")
      assert.strictEqual(dropped.code, 0, dropped.stderr)
      assert.match(dropped.stderr, /2 declined items left out/)
      const kept = yield* convert(from, "label-studio", join(path, "tasks.json"), "--data-field", "photo")
      assert.strictEqual(kept.code, 0, kept.stderr)
      assert.match(readFileSync(join(path, "tasks.json"), "utf8"), /"photo": "a\.jpg"[^]*"was_cancelled": true/)
      assert.match((yield* convert(from, "yolo", out)).stderr, /yolo/)
      assert.match((yield* convert(from, "csv", from)).stderr, /would replace the labels/)
      assert.match(
        (yield* convert(put("p.predicted.csv", "id,label,probability\na,b,1\n"), "csv", out)).stderr,
        /predictions/
      )
    }), 60_000)

  it.live("with a pool the items get its ids, from the standard input too", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const pool = put("pool.csv", poolCsv()), out = join(path, "out.csv")
      const args = ["labels", "convert", "-", "--to", "csv", "--out", out, "--pool", pool]
      const good = yield* cli(args, { stdin: "file_name,label\nphotos/item-3,cat\n" })
      assert.strictEqual(good.code, 0, good.stderr)
      assert.strictEqual(readFileSync(out, "utf8"), "id,label\nitem-3,cat\n")
      const stranger = yield* cli(args, { stdin: "id,label\nitem-99,cat\n" })
      assert.match(stranger.stderr, /the id "item-99" is not in/)
      mkdirSync(join(path, "x"))
      assert.strictEqual((yield* convert("none.csv", "csv", out)).code, 2)
    }), 60_000)
})
