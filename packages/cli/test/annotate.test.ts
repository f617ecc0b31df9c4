import { assert, describe, it } from "@effect/vitest"
import { encodePng } from "@marginalia/datasets/image/png"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { annotatorServer, chatting, labeling } from "../../experiments/test/annotator-server.ts"
import { cli } from "./cli.ts"

const reviews = [
  "id,review,stars,label",
  ...["good film", "bad film", "Good, \"really\"", "bad", "so so"].map((text, i) =>
    `r${i},"${text.replaceAll("\"", "\"\"")}",${i},secret`
  ),
  ""
].join("\n")

const made = Effect.gen(function*() {
  const server = yield* annotatorServer, { path, put } = yield* folder
  const at = (name: string) => join(path, name), out = at("labels.csv")
  const openai = (more = "") =>
    `openai("${server.url}/v1", tiny, "Is the review good or bad?", pause=0.01, concurrency=1, inputPrice=10${more})`
  const run = (items: string, oracle: string, ...args: ReadonlyArray<string>) => {
    const usual = [["--classes", "good,bad"], ["-o", out]] as const
    const rest = usual.filter(([flag]) => !args.includes(flag)).flat()
    return cli(["annotate", items, "--oracle", oracle, ...rest, ...args])
  }
  return { server, put, at, out, openai, run, reviews: put("reviews.csv", reviews) }
})

describe("marginalia annotate", () => {
  it.live("labels texts, tells what was declined, and asks nothing twice", () =>
    Effect.gen(function*() {
      const { at, openai, out, reviews, run, server } = yield* made
      server.answer(chatting((text) => /good|bad/.exec(text)?.[0] ?? "I cannot tell."))
      const dry = yield* run(reviews, openai(), "--dry-run")
      assert.strictEqual(dry.code, 0, dry.stderr)
      assert.match(
        dry.stdout,
        /^asks +tiny\nitems +5\nrequests +5\ntokens +about \d+ in, \d+ out\ncost +about 0\.00\d+$/
      )
      assert.deepStrictEqual([server.asked.length, existsSync(out)], [0, false])
      const first = yield* run(reviews, openai(), "--declined", at("declined.csv"))
      assert.strictEqual(first.code, 0, first.stderr)
      assert.strictEqual(
        readFileSync(out, "utf8"),
        [
          "id,label,annotator,probability",
          "r0,good,tiny,",
          "r1,bad,tiny,",
          "r3,bad,tiny,",
          ""
        ].join("\n")
      )
      assert.strictEqual(
        readFileSync(at("declined.csv"), "utf8"),
        "id,why,said\nr2,no class,I cannot tell.\nr4,no class,I cannot tell.\n"
      )
      assert.match(first.stderr, /^tiny: 3 labels of 5 items; 5 requests, 500 tokens in and 25 out, cost 0\.005$/m)
      assert.match(first.stderr, /^2 items declined, no labels: 2 no class; of "r2" it said "I cannot tell\."$/m)
      assert.notInclude(JSON.stringify(server.asked.map(({ body }) => body)), "secret")
      const again = yield* run(reviews, openai())
      assert.match(again.stderr, /^tiny: 3 labels of 5 items, 5 answers from before; 0 requests$/m)
      assert.strictEqual(server.asked.length, 5)
      assert.match((yield* run(reviews, openai(), "--dry-run")).stdout, /^items +0, and 5 answered before$/m)
    }))

  it.live("writes what it has where it stops, and says how to go on", () =>
    Effect.gen(function*() {
      const { openai, out, reviews, run, server } = yield* made
      server.answer(chatting(() => "good"))
      const limited = yield* run(reviews, openai(", mostCost=0.0025"))
      assert.strictEqual(limited.code, 1)
      assert.match(
        limited.stderr,
        /tiny: 2 labels of 2 items.*\n.*wrote .*\n.*mostCost=0\.0025.*what was answered is kept/s
      )
      assert.strictEqual(readFileSync(out, "utf8").trim().split("\n").length, 3)
      server.answer(() => ({ status: 401, text: "who are you" }))
      const refused = yield* run(reviews, openai())
      assert.strictEqual(refused.code, 2)
      assert.match(refused.stderr, /status 401 and says who are you; check that the key is right/)
      assert.strictEqual(readFileSync(out, "utf8").trim().split("\n").length, 3)
    }))

  it.live("shows images as they are, by names and all", () =>
    Effect.gen(function*() {
      const { put, run, server } = yield* made
      const npy = readFileSync(new URL("../../datasets/data/digits.npy", import.meta.url))
      const pool = put("digits.npy", npy), seen: Array<string> = []
      server.answer((asked) => {
        for (const { id, image } of asked.body.items) {
          assert.strictEqual(image.type, "image/png")
          assert.strictEqual(Buffer.from(image.data, "base64").toString("latin1", 1, 4), "PNG")
          seen.push(id)
        }
        return labeling(() => "good")(asked)
      })
      const result = yield* run(pool, `http("${server.url}", batch=8)`, "--first", "20", "--shape", "8x8x1")
      assert.strictEqual(result.code, 0, result.stderr)
      assert.deepStrictEqual(seen.map(Number).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i))
    }))

  it.live("refuses what makes no sense before it asks", () =>
    Effect.gen(function*() {
      const { at, openai, out, put, reviews, run, server } = yield* made
      const other = put("other.csv", "id,label\n1,a\n")
      const cases: ReadonlyArray<readonly [oracle: string, args: ReadonlyArray<string>, code: number, RegExp]> = [
        ["known", [], 1, /--oracle is "known", and that is no model.*http\(URL\), openai/],
        ["opnai(1)", [], 1, /openai/],
        ["http(\"localhost\")", [], 1, /url.*begins with http:\/\//],
        ["openai(\"http://a/v1\", m)", [], 1, /prompt/],
        [openai(", key=NO_SUCH_KEY"), [], 1, /no variable NO_SUCH_KEY/],
        [openai(), ["--classes", "a"], 1, /fewer than two classes.*--classes/],
        [openai(), ["--classes", "a,b,a"], 1, /"a" is named twice/],
        [openai(), ["--classes", "a,,b"], 1, /a class has no name/],
        [openai(), ["-o", reviews], 1, /would replace the items/],
        [openai(), ["--answers", reviews], 1, /would replace the items|name the same file/],
        [openai(), ["--answers", other], 2, /holds no answers of an annotator/],
        [openai(), ["--declined", out], 1, /name the same file/],
        [openai(), ["-o", at("no/such/labels.csv")], 2, /no\/such/]
      ]
      for (const [oracle, args, code, message] of cases) {
        const result = yield* run(reviews, oracle, ...args)
        assert.match(result.stderr, message)
        assert.strictEqual(result.code, code, `${oracle} ${args.join(" ")}: ${result.stderr}`)
      }
      assert.deepStrictEqual(server.asked, [])
      assert.isFalse(existsSync(out))
      assert.strictEqual(readFileSync(other, "utf8"), "id,label\n1,a\n")
    }))

  it.live("and audit says which of its labels a person should check first", () =>
    Effect.gen(function*() {
      const { out, server } = yield* made
      const [, ...lines] = readFileSync(new URL("../../datasets/data/digits-labels.csv", import.meta.url), "utf8")
        .trim().split("\n")
      const labels = lines.map((line) => Number(line.split(",").at(-1)))
      const wrong = (i: number) => i % 10 === 3
      server.answer(labeling((id) =>
        String(wrong(Number(id)) ? (labels[Number(id)]! + 1 + Number(id) % 9) % 10 : labels[Number(id)]!)
      ))
      const asked = yield* cli([
        "annotate",
        "digits",
        "--oracle",
        `http("${server.url}", batch=100, name=clumsy)`,
        "--classes",
        "0,1,2,3,4,5,6,7,8,9",
        "--first",
        "400",
        "-o",
        out
      ])
      assert.strictEqual(asked.code, 0, asked.stderr)
      const cheap = ["--epochs", "20", "--folds", "3", "--backend", "cpu"]
      const audited = yield* cli(["audit", "digits", "--annotators", out, "-f", "ids", "--by", "noise-rate", ...cheap])
      assert.strictEqual(audited.code, 0, audited.stderr)
      assert.match(audited.stderr, /^note: 400 labels of 400 items by 1 annotator$/m)
      // Of 400 labels 40 are wrong: checked are as many as are estimated to be, in place of all.
      const checked = audited.stdout.trim().split("\n").map(Number), found = checked.filter(wrong).length
      assert.isAtMost(checked.length, 60)
      assert.isAtLeast(found, 24)
      const taken = yield* cli(["audit", "digits", "-l", out, ...cheap])
      assert.match(taken.stderr, /a model's predictions.*marginalia predict and annotate write.*--trust-predictions/s)
    }), 180_000)

  it.live("the page's commands do what it says", () =>
    Effect.gen(function*() {
      const { at, out, reviews, server } = yield* made
      const png = encodePng({ data: new Uint8Array(4), width: 2, height: 2, channels: 1 })
      mkdirSync(at("photos"))
      for (const name of ["a.png", "b.png"]) writeFileSync(join(at("photos"), name), png)
      server.answer((asked) =>
        asked.path.endsWith("/completions") ? chatting(() => "{\"label\":\"dog\"}")(asked) : labeling(() => null)(asked)
      )
      const places: ReadonlyArray<readonly [string | RegExp, string]> = [
        [/http:\/\/localhost:\d+/, server.url],
        [" photos ", ` ${at("photos")} `],
        [" reviews.csv ", ` ${reviews} `],
        [" labels.csv", ` ${out}`],
        [" declined.csv", ` ${at("declined.csv")}`],
        ["key=MODEL_KEY", "key=PATH"]
      ]
      const page = readFileSync(new URL("../../../docs/model-annotators.md", import.meta.url), "utf8")
      const lines = page.split("\n").filter((line) => line.startsWith("marginalia annotate"))
      assert.isAtLeast(lines.length, 3)
      for (const line of lines) {
        const text = places.reduce((all, [from, to]) => all.replace(from, to), line)
        const args = text.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""))
        const { code, stderr } = yield* cli(args.slice(1))
        assert.strictEqual(code, 0, `${text}\n${stderr}`)
      }
      assert.strictEqual(readFileSync(at("declined.csv"), "utf8").split("\n")[1], "r0,refused,")
    }))
})
