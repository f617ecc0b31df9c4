import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { folderOf } from "../../../datasets/test/pictures.ts"
import { created, label } from "../../test/project.ts"
import { exportProject } from "../formats/write.ts"
import { openItems } from "../items/open.ts"
import { openProject, readProject } from "../project/project.ts"
import { writeSettings } from "../project/settings.ts"
import { exportModel } from "./export.ts"
import { makeFiles, makeModel, packFolder } from "./make.ts"

const rows = (of: number) => Array.from({ length: 10 }, (_, i) => 3 * i + of)

const makings = () => readdirSync(tmpdir()).filter((name) => name.startsWith("marginalia-model-")).length

layer(NodeServices.layer)("a model that a process makes", (it) => {
  it.effect(
    "is that of the command, byte by byte, while the project is open; and refused in words without labels",
    () =>
      Effect.gen(function*() {
        const words = ["river boat water", "bank money loan", "code test type"]
        const lines = Array.from({ length: 30 }, (_, i) => `r${i},${words[i % 3]} ${i}`)
        const root = yield* folderOf({ "t.csv": `id,text\n${lines.join("\n")}\n` })
        const source = { path: join(root, "t.csv") },
          items = yield* openItems(source),
          folder = join(root, "a.marginalia")
        const project = yield* openProject(folder, created(30, { ids: items.hash, encoder: "auto" }))
        yield* writeSettings(folder, source)
        const before = makings()
        const { message: problem, reason } = yield* Effect.flip(makeModel(folder, []))
        assert.match(problem, /there is no model yet: fewer than two classes/)
        assert.strictEqual(reason._tag === "Failed" && reason.told.about?.["reason"], "TooFew")
        for (const id of [0, 1, 2]) yield* project.act(label(rows(id), id))
        const { bytes, events } = yield* makeModel(folder, [])
        const { head, session } = yield* readProject(folder)
        yield* exportModel({ folder, head, items, session, source }, join(root, "model"))
        assert.deepStrictEqual(events, session.seq())
        const own = yield* Effect.promise(() => packFolder(join(root, "model")))
        assert.isTrue(Buffer.from(own).equals(bytes))
        for (const name of ["training.json", "head.onnx", "encoder/words.bin"]) {
          assert.include(String(Buffer.from(bytes)), name)
        }
        yield* Effect.scoped(Effect.gen(function*() {
          const made = yield* makeFiles(folder, [], "csv"), path = join(root, "labels.csv")
          assert.deepStrictEqual(readdirSync(made.folder), ["file"])
          yield* exportProject({ folder, items, session }, "csv", path)
          assert.deepStrictEqual([readFileSync(join(made.folder, "file")), made.events], [readFileSync(path), events])
          assert.match((yield* Effect.flip(makeFiles(folder, [], "coco"))).message, /coco is for images/)
        }))
        const waiting = yield* Effect.forkChild(makeModel(folder, []))
        yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 50)))
        yield* Fiber.interrupt(waiting)
        assert.strictEqual(makings(), before)
      }).pipe(Effect.scoped),
    120_000
  )
})
