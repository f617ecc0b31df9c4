/**
 * Exports in the real readers of other programs, where Python has them: `MARGINALIA_PYTHON` says which Python.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { folderOf, plain, png } from "../../../datasets/test/pictures.ts"
import type { Format } from "../../src/formats/format.ts"
import { exportProject } from "../../src/formats/write.ts"
import { openItems } from "../../src/items/open.ts"
import { openProject, readProject } from "../../src/project/project.ts"
import { created, label } from "../project.ts"

const python = process.env["MARGINALIA_PYTHON"]
if (python === undefined) console.log("exports are not tried in other programs' readers: no MARGINALIA_PYTHON")

const classes = ["cat", "größe, 2", "<dog> & \"co\""]
const CONFIG = `<View><Image name="image" value="$image"/><Choices name="label" toName="image">${
  classes.map((_, i) => `<Choice value="${i}"/>`).join("")
}</Choices></View>`

/** Images of different widths, some with names that need care; item i is of class i % 3 and 12 + i wide. */
const nameOf = (i: number): string => (i % 10 === 0 ? `more/ü ${i}.png` : `photo ${i}.png`)

const outputs: ReadonlyArray<readonly [format: Format, name: string]> = [
  ["csv", "labels.csv"],
  ["parquet", "labels.parquet"],
  ["folders", "folders"],
  ["huggingface", "huggingface"],
  ["label-studio", "tasks.json"],
  ["coco", "coco.json"],
  ["cvat", "cvat/annotations.xml"]
]

interface Said {
  readonly reader: string
  readonly found?: unknown
  readonly missing?: string
  readonly problem?: string
}

const read = (root: string): ReadonlyMap<string, Said> => {
  const script = fileURLToPath(new URL("readers.py", import.meta.url))
  const { stdout } = spawnSync(python!, ["-X", "utf8", script, root], { encoding: "utf8" })
  const lines = stdout.split("\n").filter((line) => line.startsWith("{\"reader\"")).map((line): Said =>
    JSON.parse(line)
  )
  for (const { missing, reader } of lines) if (missing !== undefined) console.log(`${reader}: not tried, ${missing}`)
  return new Map(lines.map((line) => [line.reader, line]))
}

const sorted = <A>(rows: ReadonlyArray<A>): ReadonlyArray<A> =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

layer(NodeServices.layer)("other programs", (it) => {
  it.effect.skipIf(python === undefined)("read what is exported, label by label", () =>
    Effect.gen(function*() {
      const photos = Array.from(
        { length: 30 },
        (_, i) => [`photos/${nameOf(i)}`, png(plain(8 * i, 9, 12 + i))] as const
      )
      const root = yield* folderOf({ ...Object.fromEntries(photos), "cvat/images/x.txt": "" })
      const items = yield* openItems({ path: join(root, "photos") }), folder = join(root, "p.marginalia")
      const project = yield* openProject(folder, { ...created(30, { ids: items.hash }), classes })
      const of = (c: number) => items.ids.flatMap((id, item) => (Number(/\d+/.exec(id)![0]) % 3 === c ? [item] : []))
      for (const c of [0, 1, 2]) yield* project.act(label(of(c), c))
      const { session } = yield* readProject(folder)
      for (const [format, name] of outputs) yield* exportProject({ folder, items, session }, format, join(root, name))
      cpSync(join(root, "photos"), join(root, "cvat", "images"), { recursive: true })
      writeFileSync(join(root, "config.xml"), CONFIG)

      const rows = items.ids.map((id, item) => {
        const i = Number(/\d+/.exec(id)![0])
        return { id, wide: 12 + i, name: classes[i % 3]!, split: session.heldOut.has(item) ? "test" : "train" }
      })
      const parts = <A>(what: (row: typeof rows[number]) => A) =>
        Object.fromEntries(["train", "test"].map((split) => [
          split,
          sorted(rows.filter((row) => row.split === split).map(what))
        ]))
      const wanted: Record<string, unknown> = {
        "folders": parts(({ name, wide }) => [wide, name]),
        "huggingface": parts(({ name, wide }) => [wide, name]),
        "coco": sorted(rows.map(({ name, wide }) => [wide, name])),
        "parquet": sorted(rows.map(({ id, name, split }) => [id, name, split])),
        "label-studio": sorted(rows.map(({ id, name }) => [id, name])),
        "cvat": parts(({ name }) => name),
        "imagenet": parts(({ name }) => name)
      }
      const said = read(root)
      assert.strictEqual(said.size, Object.keys(wanted).length)
      const resorted = (found: unknown): unknown =>
        Array.isArray(found)
          ? sorted(found)
          : Object.fromEntries(Object.entries(found as object).map(([key, value]) => [key, resorted(value)]))
      for (const [reader, { found, missing, problem }] of said) {
        if (missing !== undefined) continue
        assert.isUndefined(problem, `${reader}: ${problem}`)
        assert.deepStrictEqual(resorted(found), wanted[reader], reader)
      }
    }), 300_000)
})
