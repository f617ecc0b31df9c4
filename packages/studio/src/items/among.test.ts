import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import { encodeNpy } from "@marginalia/datasets/files"
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf, plain, png } from "../../../datasets/test/pictures.ts"
import { embedItems } from "../learner/embed/embed.ts"
import { type AmongOptions, readAmong } from "./among.ts"
import { openItems } from "./open.ts"
import { type ItemSource, openSource } from "./source.ts"

const silent = Effect.provideService(Notices, { say: () => Effect.void })

/** One source of every kind, five items each, in the folder. */
const sourcesIn = (root: string): ReadonlyArray<ItemSource> => {
  const numbers = Array.from({ length: 5 }, (_, i) => `${i * 10},${i}.5,${"abcde"[i]}`)
  const texts = Array.from(
    { length: 5 },
    (_, i) => `t${i},a text that says ${i} in many words,${i % 2 === 0 ? "north" : "south"}`
  )
  writeFileSync(
    join(root, "vectors.npy"),
    encodeNpy(Float32Array.from({ length: 10 }, (_, i) => i), [5, 2])
  )
  writeFileSync(
    join(root, "images.npy"),
    encodeNpy(Float32Array.from({ length: 20 }, (_, i) => 12 * i), [5, 2, 2, 1])
  )
  writeFileSync(join(root, "numbers.csv"), `wide,tall,id\n${numbers.join("\n")}\n`)
  writeFileSync(join(root, "texts.csv"), `id,text,site\n${texts.join("\n")}\n`)
  writeFileSync(
    join(root, "photos.csv"),
    `file,site\n${["a", "b", "c", "d", "e"].map((name, i) => `photos/${name}.png,s${i % 2}`).join("\n")}\n`
  )
  return ["photos", "photos.csv", "vectors.npy", "images.npy", "numbers.csv", "texts.csv"].map((name) => ({
    path: join(root, name)
  }))
}

const root = folderOf(
  Object.fromEntries(["a", "b", "c", "d", "e"].map((name, i) => [`photos/${name}.png`, png(plain(20 * i, 3, 2))]))
)

const looksOf = Effect.fnUntraced(function*(source: ItemSource) {
  const { describe, ids, kind, labels, media, size, whole } = yield* openItems(source)
  const shown = yield* Effect.forEach(ids, (id, item) =>
    Effect.gen(function*() {
      const picture = kind === "image" ? Buffer.from((yield* media(item)).bytes).toString("base64") : undefined
      return { id, label: labels?.[item], picture, described: yield* describe(item) }
    }))
  return { shown, size, whole }
})

const vectorsOf = Effect.fnUntraced(function*(source: ItemSource) {
  const { matrix } = yield* embedItems(yield* openSource(source), {
    source: { ...source, encoder: "auto" },
    folder: undefined,
    seed: 1
  })
  return Array.from(
    { length: matrix.rows },
    (_, i) => [...matrix.data.subarray(i * matrix.cols, (i + 1) * matrix.cols)]
  )
})

layer(NodeServices.layer)("some items of a source", (it) => {
  it.effect("look as they do among all, whatever the source is, in its order", () =>
    Effect.gen(function*() {
      for (const source of sourcesIn(yield* root)) {
        const all = yield* looksOf(source), ids = all.shown.map(({ id }) => id)
        const some = yield* looksOf({ ...source, among: [ids[3]!, "not there", ids[0]!] })
        const wanted = [all.shown[0]!, all.shown[3]!]
        // What is black and what white in an array is by all of its images.
        const even = ({ picture, ...rest }: typeof wanted[number]) => ({
          ...rest,
          picture: picture === undefined || source.path.endsWith("images.npy")
        })
        assert.deepStrictEqual(some.shown.map(even), wanted.map(even), source.path)
        if (!source.path.endsWith("images.npy")) assert.deepStrictEqual(some.shown, wanted)
        assert.deepStrictEqual([some.size, some.whole, all.whole], [2, ids, ids])
      }
    }).pipe(silent, Effect.scoped))

  it.effect("have the vectors of their rows, where these are numbers", () =>
    Effect.gen(function*() {
      const sources = sourcesIn(yield* root).filter(({ path }) => /(?:vectors.npy|numbers.csv)$/.test(path))
      assert.strictEqual(sources.length, 2)
      for (const source of sources) {
        const all = yield* vectorsOf(source), { ids } = yield* openSource(source)
        assert.deepStrictEqual(yield* vectorsOf({ ...source, among: [ids[1]!, ids[4]!] }), [all[1]!, all[4]!])
      }
    }).pipe(silent, Effect.scoped))

  it.effect("are listed, not listed, and by a condition on columns of the table or of one beside", () =>
    Effect.gen(function*() {
      const place = yield* root, [photos, table, vectors, , numbers, texts] = sourcesIn(place)
      const file = (name: string, lines: ReadonlyArray<string>) => {
        writeFileSync(join(place, name), `${lines.join("\n")}\n`)
        return join(place, name)
      }
      const among = Effect.fnUntraced(function*(source: ItemSource, options: AmongOptions) {
        return yield* readAmong(yield* openSource(source), source, options)
      })
      const listed = file("some.txt", ["c.png", "a.png"]),
        rows = file("rows.csv", ["id,site", "0,x", "1,y", "2,x", "3,x", "4,y"])
      assert.deepStrictEqual(yield* among(photos!, { only: [listed] }), ["a.png", "c.png"])
      assert.deepStrictEqual(yield* among(photos!, { exclude: [listed] }), ["b.png", "d.png", "e.png"])
      assert.deepStrictEqual(yield* among(texts!, { where: "site = \"north\"" }), ["t0", "t2", "t4"])
      assert.deepStrictEqual(yield* among(numbers!, { where: "wide >= 20 and tall < 4" }), ["c", "d"])
      assert.strictEqual((yield* among(table!, { where: "site = \"s1\"" })).length, 2)
      assert.deepStrictEqual(
        yield* among(vectors!, { where: "site = \"x\"", metadata: rows, exclude: [file("no.txt", ["2"])] }),
        ["0", "3"]
      )
      const fails = (source: ItemSource, options: AmongOptions) =>
        Effect.map(Effect.flip(among(source, options)), String)
      assert.match(yield* fails(photos!, { only: [file("typo.txt", ["z.png"])] }), /z\.png/)
      assert.match(
        yield* fails(vectors!, { where: "site = \"x\"" }),
        /asks for the column "site", which .*vectors\.npy has not/
      )
      assert.match(yield* fails(texts!, { where: "site = \"west\"" }), /no item is left to choose from: 0 where/)
      assert.match(yield* fails(texts!, { metadata: rows }), /`metadata` is for `where`, which is not given/)
    }).pipe(silent, Effect.scoped))
})
