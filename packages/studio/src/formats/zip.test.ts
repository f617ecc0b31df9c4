import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeZip, type ZipEntry } from "./zip.ts"

const packed = (entries: ReadonlyArray<ZipEntry>): Uint8Array => {
  const zip = makeZip()
  return Buffer.concat([...entries.flatMap(zip.add), zip.end()])
}

const hasPython = spawnSync("python3", ["--version"]).status === 0
if (!hasPython) console.log("zips are not read by Python: there is no python3 on the PATH")

/** What Python's reader finds, which checks sums and sizes. */
const read = (bytes: Uint8Array): { readonly [name: string]: string } => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-zip-"))
  writeFileSync(join(folder, "a.zip"), bytes)
  const program = "import zipfile,json,sys\nz=zipfile.ZipFile(sys.argv[1])\n" +
    "names=z.namelist()\nfew=len(names)<9\njson.dump({n:(z.read(n).decode() if few else '') for n in names},open(sys.argv[2],'w'))"
  const { stderr } = spawnSync("python3", ["-c", program, join(folder, "a.zip"), join(folder, "a.json")], {
    encoding: "utf8"
  })
  assert.strictEqual(stderr, "")
  const found = JSON.parse(readFileSync(join(folder, "a.json"), "utf8"))
  rmSync(folder, { recursive: true })
  return found
}

describe.skipIf(!hasPython)("a zip", () => {
  it("is read by others: names in every script, empty files", () => {
    const files = { "train/cat/é 日.png": "image", "labels.csv": "id,label\n", "empty": "" }
    const entries = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))
    assert.deepStrictEqual(read(packed(entries)), files)
    assert.deepStrictEqual(read(packed([])), {})
  })

  it("holds more files than its short record can count", () => {
    const entries = Array.from({ length: 66_000 }, (_, i) => ({ path: `${i}`, bytes: Buffer.from("x") }))
    assert.lengthOf(Object.keys(read(packed(entries))), 66_000)
  })
})

describe("the record of a zip with many files", () => {
  it("counts them all, where the short one cannot; a zip with fewer has none", () => {
    const zipOf = (count: number) => {
      const bytes = Buffer.from(
        packed(Array.from({ length: count }, (_, i) => ({ path: `${i}`, bytes: new Uint8Array(0) })))
      )
      const at = bytes.lastIndexOf(Buffer.from([0x50, 0x4B, 6, 6]))
      return at < 0 ? undefined : Number(bytes.readBigUInt64LE(at + 32))
    }
    assert.strictEqual(zipOf(0xFFFE), undefined)
    assert.strictEqual(zipOf(0xFFFF), 0xFFFF)
  })
})
