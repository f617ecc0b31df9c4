import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { fromMatrix } from "@marginalia/datasets/items"
import { loadModel, outputs, TensorBackend } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf, png } from "../../../datasets/test/pictures.ts"
import { created, label } from "../../test/project.ts"
import { openItems } from "../items/open.ts"
import type { ItemSource } from "../items/source.ts"
import { learn } from "../learner/learn.ts"
import { prepare } from "../learner/ready.ts"
import { learnFrom } from "../learning/question.ts"
import { openProject, readProject } from "../project/project.ts"
import { readAbout } from "./about.ts"
import { readNewItems } from "./apply.ts"
import { exportModel } from "./export.ts"

const words = [["river", "boat", "water"], ["bank", "money", "loan"], ["code", "test", "type"]]

const shade = (i: number) => ({
  tall: 20,
  wide: 30,
  at: (row: number, col: number) => (40 + 90 * (i % 3) + (row * (7 + i) + col * 3) % 30) % 256
})

const table = (head: string, row: (i: number) => string): string =>
  `${head}\n${Array.from({ length: 30 }, (_, i) => `r${i},${row(i)}\n`).join("")}`

const text = (i: number): string => {
  const own = words[i % 3]!
  return `the ${own[i % 2]} and the ${own[1 + i % 2]} of ${words[(i + 1) % 3]![i % 3]} once more`
}

/** What is labeled: by name, the files of it, and the source in the folder. Item i is of class i % 3. */
const sources: ReadonlyArray<readonly [name: string, files: Parameters<typeof folderOf>[0], path: string]> = [
  [
    "images",
    Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`photos/${10 + i}.png`, png(shade(i))])),
    "photos"
  ],
  ["texts", { "t.csv": table("id,text", text) }, "t.csv"],
  ["rows of words", { "w.csv": table("id,color,size", (i) => `${words[i % 3]![0]},${["a", "b"][i % 2]}`) }, "w.csv"],
  ["numbers far from 0", {
    "n.csv": table("id,x,y", (i) => `${1.7e9 + 5 * (i % 3)}.${i},${i % 3 === 1 ? 9 : 0}.${i % 7}`)
  }, "n.csv"]
]

const of = (remainder: number, most: number) => Array.from({ length: most }, (_, k) => 3 * k + remainder)

/** A project of a source, of which some items are labeled; with what the learner says of all. */
const labeled = Effect.fnUntraced(function*(root: string, path: string, strategy: string) {
  const source = { path: join(root, path) }, items = yield* openItems(source), folder = join(root, "a.marginalia")
  yield* Effect.scoped(Effect.gen(function*() {
    const start = {
      ...created(items.size, { ids: items.hash, strategy, encoder: "auto" }),
      classes: ["sea", "none", "b", "c"]
    }
    const project = yield* openProject(folder, start)
    // The class "none" gets no label.
    for (const [remainder, id] of [[0, 3], [1, 0], [2, 2]] as const) yield* project.act(label(of(remainder, 7), id))
  }))
  const { head, session } = yield* readProject(folder)
  const prepared = yield* prepare({
    _tag: "Start",
    source: { ...source, encoder: "auto" },
    items: items.hash,
    folder,
    seed: session.created.seed,
    heldOut: session.heldOut.order
  })
  const { learned: shown } = yield* learn(prepared, learnFrom(session), () => Effect.void)
  return { shown, subject: { folder, head, items, session, source } }
})

const predicted = Effect.fnUntraced(function*(folder: string, source: ItemSource) {
  const about = (yield* readAbout(folder))!
  const { ids, matrix } = yield* readNewItems(folder, about, source)
  const probability = yield* Effect.gen(function*() {
    return yield* outputs.probability(yield* loadModel(folder), fromMatrix(matrix))
  }).pipe(Effect.scoped, Effect.provide(TensorBackend.wasm, { local: true }))
  return { about, ids, probability }
})

const run = <A, E>(effect: Effect.Effect<A, E, NodeServices.NodeServices | Scope.Scope>) =>
  effect.pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("an exported model", () => {
  describe.each(sources)("of %s", (_, files, path) => {
    it.live.each(["margin", "msal"])(
      "says of items what the page showed, with %s",
      (strategy) =>
        run(Effect.gen(function*() {
          const root = yield* folderOf(files), out = join(root, "model")
          const { shown, subject } = yield* labeled(root, path, strategy)
          yield* exportModel(subject, out)
          const { about, ids, probability: { cols, data } } = yield* predicted(out, subject.source)
          assert.deepStrictEqual(about.classNames, ["sea", "b", "c"])
          assert.deepStrictEqual(ids, subject.items.ids)
          assert.strictEqual(cols, 3)
          // The page's classes are all there are, "none" among them.
          data.forEach((p, i) => {
            const place = [0, 2, 3][i % 3]!
            assert.closeTo(p, shown.probability![4 * Math.floor(i / 3) + place]!, 2e-4)
          })
          const { items, labeling: { heldOut, journal }, seed, versions } = about
          assert.deepStrictEqual(journal, { events: 4, hash: subject.head })
          assert.deepStrictEqual([items.labeled, heldOut.labels], [
            subject.session.training().items.length,
            subject.session.measuring().items.length
          ])
          const { accuracy } = heldOut
          assert.isTrue(accuracy!.low <= accuracy!.value && accuracy!.value <= accuracy!.high)
          assert.deepStrictEqual([seed, typeof versions["@marginalia/core"]], [1, "string"])
          // Others by themselves become what they became among all.
          const first = yield* oneAlone(root, subject.source.path)
          const alone = yield* predicted(out, first)
          assert.deepStrictEqual([...alone.probability.data].length, 3)
          for (let c = 0; c < 3; c++) assert.closeTo(alone.probability.data[c]!, data[c]!, 1e-4)
        })),
      60_000
    )
  })

  it.live(
    "is the same bytes every time, and refused where there is no model, or a file was changed",
    () =>
      run(Effect.gen(function*() {
        const [, files, path] = sources[1]!
        const root = yield* folderOf(files), [one, two] = [join(root, "one"), join(root, "two")]
        const { subject } = yield* labeled(root, path, "margin")
        yield* exportModel(subject, one)
        // Nothing is needed of the cache.
        rmSync(join(subject.folder, "embeddings"), { recursive: true, force: true })
        yield* exportModel(subject, two)
        for (const name of readdirSync(one, { recursive: true, encoding: "utf8" })) {
          if (name !== "encoder") {
            assert.deepStrictEqual(readFileSync(join(two, name)), readFileSync(join(one, name)), name)
          }
        }
        assert.match((yield* Effect.flip(exportModel(subject, one))).message, /holds something/)
        writeFileSync(join(two, "encoder", "words.bin"), readFileSync(join(one, "encoder", "words.bin")).fill(1, 0, 8))
        assert.match((yield* Effect.flip(predicted(two, subject.source))).message, /was changed/)
        const fresh = join(root, "b.marginalia")
        yield* Effect.scoped(openProject(fresh, { ...subject.session.created }))
        const none = yield* readProject(fresh)
        const error = yield* Effect.flip(exportModel({ ...subject, folder: fresh, ...none }, join(root, "three")))
        assert.match(error.message, /fewer than two classes/)
        assert.notInclude(readdirSync(root), "three")
      })),
    60_000
  )
})

/** The first item of a source, as a source of its own. */
const oneAlone = (root: string, path: string) =>
  Effect.sync((): ItemSource => {
    const alone = join(root, "alone")
    mkdirSync(alone)
    if (!path.endsWith(".csv")) {
      writeFileSync(join(alone, "10.png"), readFileSync(join(path, "10.png")))
      return { path: alone }
    }
    const [head, first] = readFileSync(path, "utf8").split("\n")
    writeFileSync(join(alone, "one.csv"), `${head}\n${first}\n`)
    return { path: join(alone, "one.csv") }
  })
