import { assert, describe, it } from "@effect/vitest"
import { assets } from "../../src/page/assets.ts"

const page = assets.get("/")!.body

describe("the page's files", () => {
  it("the page asks for nothing but them, and has neither scripts nor styles within", () => {
    const asked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!)
    assert.deepStrictEqual(asked.filter((path) => !assets.has(path)), [])
    assert.notMatch(page, /<style|style=|<script(?![^>]*src)|\son\w+=/)
  })

  it("the page says what it is for", () => assert.match(page, /<meta name="description" content="[^"]{50,160}">/))

  it("hold no address but their own and those of their licenses, and make no program at run time", () => {
    const script = assets.get("/app/page.js")!.body.replace(/\/\*![\s\S]*?\*\//g, ""),
      sheet = assets.get("/app/page.css")!.body
    const addresses = `${script}${sheet}`.match(/https?:\/\/[^"'`\s)]+/g) ?? []
    assert.deepStrictEqual(addresses.filter((one) => !one.startsWith("http://www.w3.org/")), [])
    assert.notMatch(script, /\bnew Function\b|\beval\(|\bFunction\(|import\(/)
    assert.notMatch(sheet, /url\(|@import/)
  })

  it("keep the licenses of the libraries that are in them", () => {
    for (const name of ["preact", "@preact/signals", "@preact/signals-core"]) {
      assert.match(
        assets.get("/app/page.js")!.body,
        new RegExp(`/\\*! ${name}\\n[\\s\\S]*?Permission is hereby granted`)
      )
    }
  })

  it("are small", () => assert.isBelow([...assets.values()].reduce((sum, { body }) => sum + body.length, 0), 160_000))
})
