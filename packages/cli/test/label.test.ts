import { assert, describe, it } from "@effect/vitest"
import { readProject } from "@marginalia/studio/project/project"
import * as Effect from "effect/Effect"
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cli } from "./cli.ts"
import { commands } from "./commands.ts"
import { plugin } from "./plugin-of-all.ts"
import { enter, folder, serving } from "./serving.ts"

const table = `id,text\n${Array.from({ length: 30 }, (_, i) => `r${i},a review of ${i % 3} words or more\n`).join("")}`

const labels = `id,label\n${Array.from({ length: 12 }, (_, i) => `r${i},${i % 2 === 0 ? "good" : "bad"}\n`).join("")}`

const write = (root: string): void => {
  writeFileSync(join(root, "reviews.csv"), table)
  writeFileSync(join(root, "known.csv"), labels)
}

describe("marginalia label", () => {
  it.live(
    "begins with ten digits on ten keys to try it, with a person's own link",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, project = join(root, "demo.marginalia")
        const server = yield* serving(["label", "--demo", "--no-open", "--name", "ann"], root)
        assert.match(server.printed, /&name=ann\n$/)
        const { classes, items } = JSON.parse((yield* cli(["label", "status", project, "--json"])).stdout)
        const names = classes.map(({ name }: { readonly name: string }) => name)
        assert.deepStrictEqual([items, names.join("")], [1797, "1234567890"])
        const exported = yield* cli(["label", "export", project, "-f", "csv", "-o", join(root, "digits.csv")])
        assert.strictEqual(exported.code, 0)
      })),
    120_000
  )

  it.live(
    "serves a page by its link alone, is looked at meanwhile, and ends well on Ctrl-C",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, project = join(root, "reviews.marginalia")
        write(root)
        const asked = ["label", "reviews.csv", "--classes", "good, bad", "--labels", "known.csv", "--no-open"]
        const server = yield* serving(asked, root)
        assert.match(server.printed, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/)
        const link = server.printed.trim(), origin = new URL(link).origin
        assert.strictEqual(yield* Effect.promise(() => fetch(origin).then(({ status }) => status)), 401)
        const [status, cookie] = yield* enter(link)
        assert.strictEqual(status, 303)
        const view = yield* Effect.promise(() =>
          fetch(`${origin}/api/project`, { headers: { cookie } }).then((response) => response.json())
        )
        assert.deepStrictEqual([view.size, view.counts.labeled, view.kind], [30, 12, "text"])

        const seen = yield* cli(["label", "status", project, "--json"])
        assert.strictEqual(JSON.parse(seen.stdout).counts.labeled, 12)
        const out = join(root, "out.csv")
        const exported = yield* cli(["label", "export", project, "--format", "csv", "--out", out])
        assert.deepStrictEqual([exported.code, readFileSync(out, "utf8").split("\n").length], [0, 14])
        // The server is asked to bring labels in; where it cannot be, it is said who has the project.
        writeFileSync(join(root, "more.csv"), "id,label\nr20,good\nr21,odd\n")
        const imported = yield* cli(["label", "import", project, join(root, "more.csv"), "--name", "zoë"])
        assert.deepStrictEqual([imported.code, imported.stdout], [0, ""], imported.stderr)
        assert.include(imported.stderr, "2 labels imported; new classes: odd")
        const after = yield* Effect.promise(() =>
          fetch(`${origin}/api/project`, { headers: { cookie } }).then((response) => response.json())
        )
        assert.deepStrictEqual([after.counts.labeled, after.people.at(-1).who], [14, "zoë"])
        assert.notInclude(imported.stderr + server.said(), new URL(link).searchParams.get("token")!)
        // A second start prints the link of the first, and nowhere but on stdout.
        const second = yield* cli(["label", project, "--no-open", "--name", "zoë"])
        assert.deepStrictEqual([second.code, second.stdout], [2, `${link}&name=zo%C3%AB`])
        assert.include(second.stderr, `process ${server.child.pid} serves this project already`)
        assert.notInclude(second.stderr, new URL(link).searchParams.get("token")!)
        chmodSync(join(project, "serving.json"), 0o644)
        const unread = yield* cli(["label", project, "--no-open"])
        assert.deepStrictEqual([unread.code, unread.stdout], [2, ""])
        const locked = yield* cli(["label", "import", project, join(root, "more.csv")])
        assert.deepStrictEqual([locked.code, locked.stderr.includes(`process ${server.child.pid}`)], [2, true])

        server.child.kill("SIGINT")
        assert.strictEqual(yield* Effect.promise(() => server.ended), 0, server.said())
        const text = yield* cli(["label", "status", project])
        assert.include(text.stdout, "14 of 30 labeled")
      })),
    120_000
  )

  it.live(
    "imports what was exported, and takes it as one act of whom it names",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, project = join(root, "p.marginalia")
        write(root)
        const server = yield* serving(["label", "reviews.csv", "--project", project, "--no-open"], root)
        server.child.kill("SIGTERM")
        assert.strictEqual(yield* Effect.promise(() => server.ended), 0)
        const imported = yield* cli(["label", "import", project, join(root, "known.csv"), "--name", "ann"])
        assert.deepStrictEqual(
          [imported.code, imported.stderr.includes("12 labels imported; new classes: bad, good")],
          [0, true]
        )
        const { people } = JSON.parse((yield* cli(["label", "status", project, "--json"])).stdout)
        assert.deepStrictEqual(people, [{ who: "ann", answers: 12 }])
      })),
    120_000
  )

  it.live(
    "brings labels into a project of a plugin's data set, served and not",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, file = join(root, "all.ts"), project = join(root, "blobs.marginalia")
        writeFileSync(file, plugin)
        const args = [
          "label",
          "blobs(30)",
          "--project",
          project,
          "--plugin",
          file,
          "--no-open",
          "--strategy",
          "kcenter"
        ]
        const server = yield* serving(args, root)
        writeFileSync(join(root, "known.csv"), "id,label\nb0,left\nb1,right\n")
        const bring = ["label", "import", project, join(root, "known.csv"), "--name", "ann"]
        writeFileSync(join(root, "said.csv"), "id,label,annotator,probability\nb2,right,tiny,0.9\nb3,middle,tiny,\n")
        const said = ["label", "import", project, join(root, "said.csv"), "--plugin", file]
        const [without, brought, suggested, refused] = yield* commands([
          bring,
          [...bring, "--plugin", file],
          [...said, "--suggestions"],
          said
        ])
        assert.match(without!.stderr, /there is no data set "blobs/)
        assert.match(suggested!.stderr, /2 suggestions of tiny; new classes: middle/)
        assert.match(refused!.stderr, /a model's predictions.*--trust-predictions/s)
        assert.match(brought!.stderr, /2 labels imported; new classes: left, right/)
        server.child.kill("SIGINT")
        yield* Effect.promise(() => server.ended)
        writeFileSync(join(root, "more.csv"), "id,label\nb2,left\n")
        const [again] = yield* commands([["label", "import", project, join(root, "more.csv"), "--plugin", file]])
        assert.deepStrictEqual([again!.code, /1 label imported/.test(again!.stderr)], [0, true], again!.stderr)
        const { session } = yield* readProject(project)
        assert.deepStrictEqual(session.suggested(2).map(({ annotator, p }) => [annotator, p]), [["tiny", 0.9]])
        assert.strictEqual(session.counts().labeled, 3)
      })),
    120_000
  )

  it.live(
    "exports a model that predict reads, of new items too, and that says what it is of",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, project = join(root, "reviews.marginalia"), model = join(root, "model")
        write(root)
        const server = yield* serving(["label", "reviews.csv", "--labels", "known.csv", "--no-open"], root)
        const early = yield* cli(["label", "export", project, "-f", "model", "-o", model])
        assert.deepStrictEqual([early.code, early.stderr], [0, early.stderr])
        assert.match(early.stderr, /a model of 2 classes, \d+ labels; .* right \(.* held-out items?/)
        server.child.kill("SIGINT")
        yield* Effect.promise(() => server.ended)
        writeFileSync(join(root, "new.csv"), "id,text\nn1,a review of 2 words or more\nn2,nothing of it\n")
        const predicted = yield* cli(["predict", join(root, "new.csv"), "-m", model, "-o", join(root, "new")])
        assert.strictEqual(predicted.code, 0, predicted.stderr)
        const [head, ...rows] = readFileSync(join(root, "new.predicted.csv"), "utf8").trim().split("\n")
        assert.deepStrictEqual([head, rows.map((row) => row.split(",")[0])], ["id,label,probability", ["n1", "n2"]])
        assert.isTrue(rows.every((row) => /,(?:good|bad),0\.\d+$/.test(row)), rows.join())
        const { classNames, embedding, labeling } = JSON.parse(readFileSync(join(model, "training.json"), "utf8"))
        assert.deepStrictEqual([classNames, embedding.text, labeling.how], [["bad", "good"], "words", "words"])
        const refused = yield* cli([
          "predict",
          join(root, "new.csv"),
          "-m",
          model,
          "-o",
          join(root, "x"),
          "--size",
          "3"
        ])
        assert.match(refused.stderr, /--size says nothing to a model of a labeling project/)
      })),
    120_000
  )

  it.effect("refuses what makes no sense before it does any work", () =>
    Effect.scoped(Effect.gen(function*() {
      const root = yield* folder, photos = join(root, "photos")
      mkdirSync(photos)
      write(root)
      const problem = (...args: ReadonlyArray<string>) =>
        Effect.map(cli(["label", ...args, "--no-open"]), ({ code, stderr }) => [code, stderr] as const)
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, RegExp]> = [
        [[], /nothing is said to label; name a folder of images, a pool or a table, or try --demo/],
        [["--demo", photos], /--demo labels digits, and a source is given/],
        [[photos, "--project", join(photos, "p.marginalia")], /would lie in what is labeled.*--project/s],
        [[photos, "--project", photos], /would lie in what is labeled/],
        [["x.csv", "--classes", "a,,b"], /has a class without a name/],
        [["x.csv", "--classes", "a, a"], /names "a" twice/],
        [["x.csv", "--measure", "1.5"], /--measure is 1.5; it takes a share from 0 to 0.9/],
        [["x.csv", "--overlap", "-1"], /--overlap is -1/],
        [["x.csv", "--port", "70000"], /--port is 70000/],
        [["-"], /cannot come from the standard input/],
        [[join(root, "nothing.csv")], /there is no folder and no file of this name/]
      ]
      for (const [args, wanted] of cases) {
        const [code, stderr] = yield* problem(...args)
        assert.match(stderr, wanted)
        assert.strictEqual(code, args.includes(join(root, "nothing.csv")) ? 2 : 1)
      }
      assert.isFalse(existsSync(join(photos, "p.marginalia")))
      for (const below of ["export", "import", "status"]) {
        const args = { export: ["-f", "csv", "-o", "x"], import: ["x.csv"], status: [] }[below]!
        const { code, stderr } = yield* cli(["label", below, root, ...args])
        assert.match(stderr, /is no labeling project/, below)
        assert.strictEqual(code, 2)
      }
    })))
})
