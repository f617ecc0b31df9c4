import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { firstSeed } from "../../../../scripts/seeds/seeds.ts"
import { RUNS } from "../../../core/test/runs.ts"
import { digits, letters } from "./pool.ts"
import { barriers, desk, open, press, program, start, stop } from "./screen.ts"

describe.skipIf(program === undefined)("everyone can use the page", { timeout: 120_000 }, () => {
  beforeAll(start)
  afterAll(stop)

  const sizes = [[390, 844], [768, 1024], [1440, 900], [720, 450]] as const
  const schemes = ["light", "dark"] as const
  const views = ["label", "grid", "review", "map", "progress"] as const
  it.each(views)(
    "%s fits every screen, also at twice the size, and has no barrier, light or dark",
    async (view) => {
      const pool = await digits(300), { page } = await open(pool, { labels: 60, view })
      await page.emulateMedia({ reducedMotion: "reduce" })
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height })
        assert.isAtMost(await page.evaluate(() => document.documentElement.scrollWidth), width)
      }
      await page.setViewportSize(desk)
      // In `npm test` one of the two, which differs from view to view and from seed to seed.
      const one = schemes[(firstSeed(process.env) + views.indexOf(view)) % 2]!
      for (const scheme of process.env[RUNS] === "all" ? schemes : [one]) {
        await page.emulateMedia({ colorScheme: scheme })
        assert.deepStrictEqual(await barriers(page), [], `${view}, ${scheme}`)
      }
      await page.close()
    }
  )

  it("the first thing to do is written out on every screen", async () => {
    const { page } = await open(await digits(300), { classes: [] })
    const name = page.locator(".choice.find .name")
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      const cut = await name.evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth)
      assert.deepStrictEqual([await name.innerText(), cut], ["Add the first class …", 0])
    }
    await page.close()
  })

  it("the dialogs have no barrier either", async () => {
    const { page } = await open(letters(), { labels: 20 })
    await page.waitForSelector(".writing")
    for (const key of ["?", "k", "/", "i"]) {
      await press(page, key)
      await page.waitForSelector("dialog")
      assert.deepStrictEqual(await barriers(page, "dialog"), [], key)
      await press(page, "Escape")
    }
    await page.getByRole("button", { name: "Change …" }).click()
    assert.deepStrictEqual(await barriers(page, "dialog"), [], "classes")
    await page.close()
  })
})
