import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import type { Experiment } from "@marginalia/experiments/unit"
import { Resvg } from "@resvg/resvg-js"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { parseHTML } from "linkedom"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runs } from "../../core/test/runs.ts"
import { folder } from "../../datasets/test/files.ts"
import { draw, standalone } from "../src/plot/figure.ts"
import { makeReport } from "../src/report.ts"
import { spotsPool, writeExperiment } from "./experiment.ts"

const hostile = [
  `<img src=x onerror="alert(1)">`,
  `"><script>alert(1)</script>`,
  `</title></style></script><svg onload=alert(1)>`,
  "a\x1b[31m\0\x07\u202e\ufffe]]>&amp;<!-- -->",
  "x' | `y` [z](javascript:alert(1)) ![w](x) | # *a*_b_",
  "=1+1\nb\tc $& $1 ${x} currentColor var(--c0)"
]

/** No attribute that runs code. */
const checkAttributes = (document: Document): void => {
  for (const element of document.querySelectorAll("*")) {
    for (const { name } of element.attributes) assert.notMatch(name, /^on/i)
  }
}

/** An SVG that a strict parser takes, and that says nothing but figures. */
const checkSvg = (svg: string): void => {
  assert.doesNotThrow(() => new Resvg(svg))
  assert.notMatch(svg, /<(?:img|script|style|a|foreignObject)\b/)
  checkAttributes(parseHTML(`<body>${svg}</body>`).document)
}

const nasty = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("<", ">", "&", "\"", "'", "/", "]", "-", "!", "\n", "\0", "a", "$", "`", ";") })
)

describe("hostile names", { timeout: 120_000 }, () => {
  it("stay texts and attributes of a drawing", async () => {
    const Plot = await import("@observablehq/plot")
    fc.assert(
      fc.property(nasty, nasty, (title, name) => {
        const marks = [
          Plot.dot([{ name, x: 1 }], { x: "x", y: "name", ariaLabel: "name", title: "name" }),
          Plot.text([{ name, x: 2 }], { x: "x", text: "name", className: "s0" })
        ]
        checkSvg(standalone(draw({ title, marks, x: { label: name } })))
      }),
      { numRuns: runs(40) }
    )
  })

  it.effect("stay text on the page, in the drawings and in the tables", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const pools = { spots: spotsPool(24), more: spotsPool(20) }
      yield* writeExperiment(path, { strategies: ["random", "margin"], seeds: 2, rounds: 2, budget: 3, pools })
      const file = join(path, "experiment.json")
      const experiment = JSON.parse(readFileSync(file, "utf8")) as Experiment
      const names = new Map([["spots", hostile[0]!], ["more", hostile[1]!], ["random", hostile[3]!], [
        "margin",
        hostile[4]!
      ]])
      const units = experiment.units.map((one) => ({
        ...one,
        unit: {
          ...one.unit,
          data: { ...one.unit.data, name: names.get(one.unit.data.name)! },
          strategy: { ...one.unit.strategy, name: names.get(one.unit.strategy.name)! }
        }
      }))
      const findings = hostile.map((text) => ({ rule: text, problem: text }))
      writeFileSync(file, JSON.stringify({ ...experiment, name: hostile[2], control: hostile[3], findings, units }))
      const load = ({ name }: { readonly name: string }) => {
        const pool = name === hostile[0] ? pools.spots : pools.more
        return Effect.succeed({
          ...pool,
          classNames: pool.classNames.map((_, c) => hostile[c % hostile.length]!),
          ids: pool.ids.map((id, i) => `${id} ${hostile[i % hostile.length]}`)
        })
      }
      const out = join(path, "report")
      const none = { _tag: "None" } as never
      yield* makeReport({
        paths: [path],
        out,
        control: none,
        curve: "accuracy",
        reach: none,
        comparePaper: true,
        noMap: false,
        finished: false,
        quiet: true
      }, load)
      const plots = readdirSync(join(out, "plots")).filter((name) => name.endsWith(".svg"))
      assert.isAbove(plots.length, 8)
      for (const name of plots) checkSvg(readFileSync(join(out, "plots", name), "utf8"))
      const page = readFileSync(join(out, "index.html"), "utf8")
      assert.notMatch(page.replaceAll("\n", "").replaceAll("\t", ""), /[\p{Cc}\p{Bidi_Control}]/u)
      const { document } = parseHTML(page)
      assert.lengthOf(document.querySelectorAll("img, iframe, a[href^=javascript]"), 0)
      assert.lengthOf(document.querySelectorAll("script"), 1 + document.querySelectorAll("[data-payload]").length)
      for (const script of document.querySelectorAll("[data-payload]")) JSON.parse(script.textContent!)
      checkAttributes(document)
      const markdown = readFileSync(join(out, "results.md"), "utf8")
      assert.notMatch(markdown, /(?<!\\)<(?:img|script|svg)|(?<!\\)\]\(javascript/)
      const rows = markdown.split("\n").filter((line) => line.startsWith("|"))
      const widths = rows.map((row) => row.match(/(?<!\\)\|/g)!.length)
      rows.forEach((row, i) => {
        if (row.startsWith("| ---")) assert.strictEqual(widths[i], widths[i - 1], row)
        else if (rows[i - 1]?.startsWith("| ---") === true) assert.strictEqual(widths[i], widths[i - 1], row)
      })
    }).pipe(Effect.provide(NodeServices.layer)))
})
