import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cli } from "./cli.ts"
import { folder, serving } from "./serving.ts"

const table = `id,text\n${Array.from({ length: 30 }, (_, i) => `r${i},a review of ${i % 3} words or more\n`).join("")}`

const labels = `id,label\n${Array.from({ length: 12 }, (_, i) => `r${i},${i % 2 === 0 ? "good" : "bad"}\n`).join("")}`

const write = (root: string): void => {
  writeFileSync(join(root, "reviews.csv"), table)
  writeFileSync(join(root, "known.csv"), labels)
}

/** The cookie that a link is exchanged for. */
const enter = (link: string) =>
  Effect.promise(() =>
    fetch(link, { redirect: "manual" }).then(({ headers, status }) =>
      [status, headers.get("set-cookie")?.split(";")[0] ?? ""] as const
    )
  )

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
        chmodSync(join(project, "serving.json"), 0o644)
        const locked = yield* cli(["label", "import", project, join(root, "more.csv")])
        assert.deepStrictEqual([locked.code, locked.stderr.includes(`process ${server.child.pid}`)], [2, true])

        server.child.kill("SIGINT")
        assert.strictEqual(yield* Effect.promise(() => server.ended), 0, server.said())
        const again = yield* serving(asked, root)
        const text = yield* cli(["label", "status", project])
        assert.include(text.stdout, "14 of 30 labeled")
        assert.notStrictEqual(again.printed, server.printed)
        again.child.kill("SIGTERM")
        assert.strictEqual(yield* Effect.promise(() => again.ended), 0)
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
        server.child.kill("SIGINT")
        yield* Effect.promise(() => server.ended)
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
        [[], /nothing is said to label; name a folder of images, a pool or a table, or try marginalia label --demo/],
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
        assert.notStrictEqual(code, 0)
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

describe("marginalia serve", () => {
  it.live("answers programs that bear the token, from a process beside it", () =>
    Effect.scoped(Effect.gen(function*() {
      const root = yield* folder,
        rows = Array.from({ length: 40 }, (_, i) => `r${i},${i % 2 === 0 ? 0 : 5},${i / 10}\n`)
      writeFileSync(join(root, "pool.csv"), `id,x,y\n${rows.join("")}`)
      writeFileSync(join(root, "labels.csv"), "id,label\nr0,a\nr1,b\nr2,\n")
      const token = "t".repeat(30)
      const server = yield* serving(["serve", "pool.csv", "--labels", "labels.csv", "--token", token], root)
      const url = server.printed.trim()
      const ask = (path: string, body?: unknown, bearer = token) =>
        Effect.promise(() =>
          fetch(url + path, {
            method: body === undefined ? "GET" : "POST",
            headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
            ...(body === undefined ? {} : { body: JSON.stringify(body) })
          }).then(async (response) => ({ status: response.status, body: await response.json() }))
        )
      assert.strictEqual((yield* ask("/status", undefined, "wrong")).status, 401)
      const status = (yield* ask("/status")).body
      assert.deepStrictEqual([status.pool.items, status.known], [40, { labels: 2, declined: 1, classes: ["a", "b"] }])
      const picked = (yield* ask("/select", { strategy: "margin", budget: 3 })).body
      assert.lengthOf(picked.picks, 3)
      assert.isFalse(picked.picks.some(({ id }: { id: string }) => ["r0", "r1", "r2"].includes(id)))
      const told = yield* ask("/tell", { labels: [{ id: picked.picks[0].id, label: "a" }, { id: "r2", label: "" }] })
      assert.deepStrictEqual(told.body, { labels: 3, declined: 0, classes: ["a", "b"] })
      const explained = (yield* ask("/explain", { strategy: "typiclust", budget: 2 })).body
      assert.isAbove(explained.trace.length, 1)
      assert.isAbove(explained.picks[0].why.scores.length, 0)
      const guessed = (yield* ask("/predict", { ids: ["r10", "r11"] })).body
      assert.deepStrictEqual(guessed.items.map(({ label }: { label: string }) => label), ["a", "b"])
      const wrong = yield* ask("/select", { strategy: "margn", budget: 3 })
      assert.deepStrictEqual([wrong.status, /margn.*margin/s.test(wrong.body.problem)], [400, true])
      assert.strictEqual((yield* ask("/select", { strategy: "margin", budget: 0 })).status, 400)
      assert.strictEqual((yield* ask("/tell", { labels: [{ id: "zz", label: "a" }] })).status, 400)
      assert.strictEqual((yield* ask("/nothing")).status, 404)
      const { paths } = (yield* ask("/openapi.json")).body
      assert.deepStrictEqual(Object.keys(paths).toSorted(), ["/explain", "/predict", "/select", "/status", "/tell"])
      server.child.kill("SIGINT")
      assert.strictEqual(yield* Effect.promise(() => server.ended), 0)
    })), 120_000)

  it.live(
    "is Label Studio's ML backend, which learns from a labeled file and from its webhooks",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder
        write(root)
        const args = ["serve", "label-studio", "--pool", "reviews.csv", "--labels", "known.csv", "--port", "0"]
        const server = yield* serving([...args, "--basic-auth", "ann:secret"], root)
        const url = server.printed.trim(), authorization = `Basic ${Buffer.from("ann:secret").toString("base64")}`
        const ask = (path: string, body?: unknown) =>
          Effect.promise(() =>
            fetch(url + path, {
              method: body === undefined ? "GET" : "POST",
              headers: { authorization, "content-type": "application/json" },
              ...(body === undefined ? {} : { body: JSON.stringify(body) })
            }).then((response) => response.json())
          )
        let health = yield* ask("/health")
        for (let i = 0; i < 300 && health.model_version === "marginalia-0"; i++) {
          yield* Effect.sleep("200 millis")
          health = yield* ask("/health")
        }
        assert.deepStrictEqual([health.status, health.model_version], ["UP", "marginalia-1"], server.said())
        const config =
          "<View><Text name=\"t\" value=\"$text\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"good\"/></Choices></View>"
        const tasks = [0, 20, 21].map((i) => ({ id: i + 1, data: { id: `r${i}`, text: "…" }, annotations: [] }))
        const { results } = yield* ask("/predict", { tasks, label_config: config })
        assert.lengthOf(results, 3)
        assert.isTrue(results.every(({ result }: { result: ReadonlyArray<unknown> }) => result.length === 1))
        assert.isTrue(
          results[0].score > results[1].score && results[0].score > results[2].score,
          "labeled items come last"
        )
        server.child.kill("SIGINT")
        assert.strictEqual(yield* Effect.promise(() => server.ended), 0)
      })),
    120_000
  )

  it.live("keeps what is annotated in Label Studio in a project", () =>
    Effect.scoped(Effect.gen(function*() {
      const root = yield* folder, project = join(root, "p.marginalia")
      write(root)
      const page = yield* serving(["label", "reviews.csv", "--project", project, "--no-open"], root)
      const ask = ["serve", "label-studio", "--project", project, "--port", "0"]
      const beside = yield* serving(ask, root)
      assert.include(beside.said(), `process ${page.child.pid}`)
      for (const { child, ended } of [page, beside]) {
        child.kill("SIGINT")
        yield* Effect.promise(() => ended)
      }
      const server = yield* serving(ask, root)
      const config =
        "<View><Text name=\"t\" value=\"$text\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"good\"/></Choices></View>"
      const result = [{ type: "choices", from_name: "c", to_name: "t", value: { choices: ["good"] } }]
      const body = {
        action: "ANNOTATION_CREATED",
        annotation: { id: 4, completed_by: 1, created_username: "ann@x.org, 1", result, was_cancelled: false },
        task: { id: 9, data: { id: "r3", text: "…" } },
        project: { id: 7, label_config: config }
      }
      const status = yield* Effect.promise(() =>
        fetch(`${server.printed.trim()}/webhook`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body)
        }).then((response) => response.status)
      )
      assert.strictEqual(status, 201)
      server.child.kill("SIGKILL")
      yield* Effect.promise(() => server.ended)
      const { classes, people } = JSON.parse((yield* cli(["label", "status", project, "--json"])).stdout)
      assert.deepStrictEqual(people, [{ who: "ann@x.org", answers: 1 }])
      assert.deepStrictEqual(classes.map(({ labels, name }: { labels: number; name: string }) => [name, labels]), [[
        "good",
        1
      ]])
    })), 120_000)

  it.effect("refuses what makes no sense", () =>
    Effect.gen(function*() {
      const said = (...args: ReadonlyArray<string>) => Effect.map(cli(["serve", ...args]), ({ stderr }) => stderr)
      assert.match(yield* said("label-studio"), /one of --project and --pool is needed/)
      assert.match(
        yield* said("label-studio", "--pool", "x", "--basic-auth", "ann"),
        /no user and password; write USER:PASSWORD/
      )
      assert.match(yield* said("pool.csv", "--token", "short"), /the token has 5 characters/)
    }))
})
