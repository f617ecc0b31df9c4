import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { makeReport, type ReportInput } from "../src/report.ts"
import { findBrowser, launch, open } from "./browser.ts"
import { digitsPool, spotsPool, writeExperiment } from "./experiment.ts"

/** axe-core, as much of it as is asked. */
interface Axe {
  readonly run: (options: {
    readonly resultTypes: ReadonlyArray<"violations">
    readonly runOnly?: ReadonlyArray<string>
  }) => Promise<
    {
      readonly violations: ReadonlyArray<
        { readonly id: string; readonly impact: string; readonly nodes: ReadonlyArray<{ readonly html: string }> }
      >
    }
  >
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
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

  it("leads to each section, also to one that was not laid out yet, and prints all of them", async () => {
    const { page } = await open(browser, url, desk)
    await page.emulateMedia({ reducedMotion: "reduce" })
    for (const id of ["errors", "ahead", "classes"]) {
      await page.evaluate(() => scrollTo(0, 0))
      await page.locator(`nav a[href="#${id}"]`).click()
      await page.waitForFunction((id) => Math.abs(document.getElementById(id)!.getBoundingClientRect().top) < 4, id)
    }
    const visible = () => page.evaluate(() => getComputedStyle(document.querySelector("#map")!).contentVisibility)
    assert.strictEqual(await visible(), "auto")
    await page.emulateMedia({ media: "print" })
    assert.strictEqual(await visible(), "visible")
    await page.close()
  })

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

  it("zooms, moves and selects by keys, and by a line around items", async () => {
    const { complaints, page } = await open(browser, url, desk)
    const map = page.locator("[data-map=digits]"), plane = map.locator("[data-plane]")
    await plane.focus()
    for (const key of ["+", "+", "ArrowRight"]) await page.keyboard.press(key)
    const [, , side] = (await plane.getAttribute("viewBox"))!.split(" ")
    assert.closeTo(Number(side), 1000 / 2.25, 1)
    await map.getByRole("button", { name: "Select what is shown" }).press("Enter")
    const some = Number(/^\d+/.exec(await map.locator("[data-selected]").innerText())![0])
    assert.isTrue(some > 0 && some < 120)
    await plane.focus()
    await page.keyboard.press("0")
    await map.getByRole("button", { name: "Lasso" }).click()
    await plane.evaluate((e) => e.scrollIntoView({ block: "center", behavior: "instant" }))
    const { height, width, x, y } = (await plane.boundingBox())!
    const corner = (right: number, down: number) => page.mouse.move(x + right * width, y + down * height, { steps: 4 })
    await corner(0.01, 0.01)
    await page.mouse.down()
    for (const [right, down] of [[0.99, 0.01], [0.99, 0.99], [0.01, 0.99]] as const) await corner(right, down)
    await page.mouse.up()
    assert.match(await map.locator("[data-selected]").innerText(), /^120 items are selected, 15 of them picked/)
    await map.getByRole("button", { name: "Clear" }).click()
    assert.strictEqual(await map.locator("[data-selected]").innerText(), "")
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("leads to what an address names, opens what hides it, and keeps what was chosen in it", async () => {
    const { page } = await open(browser, `${url}#errors-digits-margin`, desk)
    assert.isTrue(await page.locator("#errors-digits-margin").isVisible())
    await page.locator("#errors-digits").locator("xpath=..").getByRole("button", { name: "typiclust" }).first().click()
    assert.strictEqual(new URL(page.url()).hash, "#errors-digits-typiclust")
    await page.reload()
    assert.isTrue(await page.locator("#errors-digits-typiclust").isVisible())
    await page.close()
  })

  it("bars no reader, on a screen and in the dark", async () => {
    // The dark differs in its colors alone.
    for (const [colorScheme, only] of [["light", {}], ["dark", { runOnly: ["color-contrast"] }]] as const) {
      const { page } = await open(browser, url, { ...desk, colorScheme })
      await page.evaluate(axe)
      const found = await page.evaluate(
        (rules) => (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ["violations"], ...rules }),
        only
      )
      const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      assert.deepStrictEqual(serious.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`), [])
      await page.close()
    }
  })

  it("is printed within the width of a sheet, in light colors", async () => {
    const { page } = await open(browser, url, { width: 690, height: 900, colorScheme: "dark" })
    await page.emulateMedia({ media: "print" })
    const seen = await page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      getComputedStyle(document.body).backgroundColor,
      Array.from(document.querySelectorAll(".panel")).every((e) => (e as HTMLElement).offsetParent !== null)
    ])
    assert.deepStrictEqual(seen, [0, "rgb(255, 255, 255)", true])
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
