import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { makeReport, type ReportInput } from "../src/report.ts"
import { findBrowser, launch, open } from "./browser.ts"
import { digitsPool, spotsPool, writeExperiment } from "./experiment.ts"

const program = findBrowser()
if (program === undefined) console.log("the report is not looked at: no Chromium on the PATH, and no CHROME_PATH")

const folder = mkdtempSync(join(tmpdir(), "marginalia-browser-"))
const url = pathToFileURL(join(folder, "report", "index.html")).href
const desk = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }

const input: ReportInput = {
  paths: [folder],
  out: join(folder, "report"),
  control: Option.none(),
  curve: "accuracy",
  reach: Option.none(),
  comparePaper: true,
  noMap: false,
  finished: false,
  quiet: true
}

const write = Effect.gen(function*() {
  const pools = { digits: yield* Effect.promise(() => digitsPool(120)), spots: spotsPool(60) }
  yield* writeExperiment(folder, {
    strategies: ["random", "typiclust", "margin"],
    seeds: 6,
    rounds: 3,
    budget: 5,
    pools
  })
  yield* makeReport(input, ({ name }) => Effect.succeed(pools[name as keyof typeof pools]))
})

let browser: Browser

describe.skipIf(program === undefined)("the page in a browser", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await Effect.runPromise(Effect.provide(write, NodeServices.layer))
    browser = await launch(program!)
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([["a screen", desk], ["a phone", phone]])(
    "fits %s, asks the network for nothing, and complains of nothing",
    async (_, screen) => {
      const { complaints, page } = await open(browser, url, screen)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.isAtMost(wide, screen.width)
      await page.evaluate(() => document.querySelectorAll("details").forEach((e) => e.open = true))
      assert.isAtMost(await page.evaluate(() => document.documentElement.scrollWidth), screen.width)
      assert.deepStrictEqual(complaints, [])
      await page.close()
    }
  )

  it("switches measures by the keyboard", async () => {
    const { page } = await open(browser, url, desk)
    const tabs = page.locator("#curves [data-tabs]").first()
    assert.deepStrictEqual(await tabs.locator(".panel:visible").count(), 1)
    const macro = tabs.getByRole("button", { name: "macro-F1" })
    await macro.focus()
    await page.keyboard.press("Enter")
    assert.strictEqual(await macro.getAttribute("aria-pressed"), "true")
    assert.include(await tabs.locator(".panel:visible figcaption").innerText(), "Macro-F1")
    await page.close()
  })

  it("brings a strategy forward, and lets it go", async () => {
    const { page } = await open(browser, url, desk)
    const view = page.locator("#curves [data-highlight]").first()
    const button = view.getByRole("button", { name: "margin" })
    const opacity = (series: string) =>
      view.locator(`.panel.shown .wide .s.${series}`).first().evaluate((e) => getComputedStyle(e).opacity)
    await button.press("Space")
    assert.deepStrictEqual([await opacity("s2"), await opacity("s0")], ["1", "0.13"])
    await button.press("Space")
    await page.mouse.move(0, 0)
    assert.deepStrictEqual([await opacity("s2"), await opacity("s0")], ["1", "1"])
    await page.close()
  })

  it("draws the picks of the strategy, the seed, the map and the rounds that are chosen, and says why", async () => {
    const { complaints, page } = await open(browser, url, desk)
    const map = page.locator("[data-map=digits]")
    await map.locator("[data-choice=strategy]").selectOption("typiclust")
    assert.strictEqual(await map.locator(".pick").count(), 15)
    assert.isAbove(await map.locator(".thumb").count(), 14)
    await map.locator("[data-choice=upto]").fill("1")
    assert.strictEqual(await map.locator(".pick").count(), 5)
    const place = () => map.locator(".pick").first().getAttribute("transform")
    const before = await place()
    await map.locator("[data-choice=layout]").selectOption("umap")
    assert.notStrictEqual(await place(), before)
    await map.locator(".item").nth(1).press("Enter")
    assert.match(
      await map.locator("[data-item]").innerText(),
      /item \d+, round 0\ncluster \d+ of \d+ items, \d+ labeled\ntypicality/
    )
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("has a heading for every section, a name for every picture, and no id twice", async () => {
    const { page } = await open(browser, url, desk)
    const found = await page.evaluate(() => ({
      levels: Array.from(document.querySelectorAll("h1,h2,h3"), (e) => Number(e.tagName[1])),
      unnamed: Array.from(document.querySelectorAll("svg[role=img]")).filter((e) =>
        !e.getAttribute("aria-label")
      ).length,
      ids: Array.from(document.querySelectorAll("[id]"), (e) => e.id)
    }))
    assert.strictEqual(found.levels[0], 1)
    found.levels.slice(1).forEach((level, i) => assert.isAtMost(level - found.levels[i]!, 1))
    assert.strictEqual(found.unnamed, 0)
    assert.strictEqual(new Set(found.ids).size, found.ids.length)
    await page.close()
  })

  it("is dark where the reader wants it dark", async () => {
    const ground = async (colorScheme: "light" | "dark") => {
      const { page } = await open(browser, url, { ...desk, colorScheme })
      const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
      await page.close()
      return color
    }
    assert.deepStrictEqual([await ground("light"), await ground("dark")], ["rgb(255, 255, 255)", "rgb(20, 23, 26)"])
  })
})
