import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { cli } from "./cli.ts"
import { folder, serving } from "./serving.ts"

const table = `id,text\n${Array.from({ length: 30 }, (_, i) => `r${i},a review of ${i % 3} words or more\n`).join("")}`

const labels = `id,label\n${Array.from({ length: 12 }, (_, i) => `r${i},${i % 2 === 0 ? "good" : "bad"}\n`).join("")}`

const write = (root: string): void => {
  writeFileSync(join(root, "reviews.csv"), table)
  writeFileSync(join(root, "known.csv"), labels)
}

describe("marginalia serve", () => {
  it.live("answers programs that bear the token, from a process beside it", () =>
    Effect.scoped(Effect.gen(function*() {
      const root = yield* folder,
        rows = Array.from({ length: 40 }, (_, i) => `r${i},${i % 2 === 0 ? 0 : 5},${i / 10}\n`)
      writeFileSync(join(root, "pool.csv"), `id,x,y\n${rows.join("")}`)
      writeFileSync(join(root, "labels.csv"), "id,label\nr0,a\nr1,b\nr2,\n")
      const sites = Array.from({ length: 40 }, (_, i) => `r${i},${i < 34 ? "A" : "B"},${i % 2}\n`)
      writeFileSync(join(root, "sites.csv"), `id,site,x\n${sites.join("")}`)
      const token = "t".repeat(30)
      const server = yield* serving([
        "serve",
        "pool.csv",
        "--labels",
        "labels.csv",
        "--metadata",
        "sites.csv",
        "--token",
        token
      ], root)
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
      const chosen = Effect.fnUntraced(function*(more: object) {
        const { body } = yield* ask("/select", { strategy: "random", budget: 2, ...more })
        return body.picks?.map(({ id }: { id: string }) => id) ?? body.problem
      })
      assert.deepStrictEqual((yield* chosen({ only: ["r7", "r0", "r9"] })).toSorted(), ["r7", "r9"])
      assert.strictEqual((yield* chosen({ include: ["r33"], exclude: ["r4"] }))[0], "r33")
      assert.deepStrictEqual(
        (yield* chosen({ where: "site = \"B\" and x > 0", exclude: ["r37"] })).toSorted(),
        ["r35", "r39"]
      )
      assert.match(yield* chosen({ only: ["r99"] }), /there is no item "r99" in the pool/)
      assert.match(
        yield* chosen({ where: "place = 1" }),
        /`where` asks for the column "place", which .*sites\.csv has not/
      )
      assert.match(yield* chosen({ where: "site = \"Q\"" }), /no item is left to choose from/)
      assert.match(yield* chosen({ where: "site = " }), /`where` cannot be read at its end/)
      assert.match(yield* chosen({ exlude: ["r1"] }), /exlude/)
      const unknown = yield* ask("/tell", { labels: [{ id: "r20", label: "a", lable: "b" }] })
      assert.deepStrictEqual([unknown.status, /lable/.test(unknown.body.problem)], [400, true])
      assert.strictEqual((yield* ask("/predict", { id: ["r1"] })).status, 400)
      const wrong = yield* ask("/select", { strategy: "margn", budget: 3 })
      assert.deepStrictEqual([wrong.status, /margn.*margin/s.test(wrong.body.problem)], [400, true])
      assert.strictEqual((yield* ask("/select", { strategy: "margin", budget: 0 })).status, 400)
      assert.strictEqual((yield* ask("/tell", { labels: [{ id: "zz", label: "a" }] })).status, 400)
      assert.strictEqual((yield* ask("/nothing")).status, 404)
      const untold = yield* Effect.promise(() =>
        fetch(`${url}/select`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: "{}" })
          .then(async (response) => ({ status: response.status, body: JSON.parse(await response.text()) }))
      )
      assert.deepStrictEqual([untold.status, untold.body.reason], [415, "ContentType"])
      assert.match(untold.body.problem, /Content-Type: application\/json/)
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
