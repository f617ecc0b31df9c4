/**
 * Pictures of a report as a reader sees it: `node test/report/look.ts REPORT OUT`, on a screen, in the dark, on a phone.
 */
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { findBrowser, launch, open } from "./browser.ts"

const [report = "report", out = "."] = process.argv.slice(2)
const screens = {
  desk: { width: 1280, height: 900 },
  dark: { width: 1280, height: 900, colorScheme: "dark" },
  phone: { width: 390, height: 844 }
} as const

const program = findBrowser()
if (program === undefined) throw new Error("there is no Chromium here; set CHROME_PATH to one")
const browser = await launch(program)
for (const [name, screen] of Object.entries(screens)) {
  const { complaints, page } = await open(browser, pathToFileURL(join(resolve(report), "index.html")).href, screen)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  const step = name === "phone" ? 1700 : 1300
  for (let top = 0; top < height; top += step) {
    const clip = { x: 0, y: top, width: screen.width, height: Math.min(step, height - top) }
    await page.screenshot({ path: join(out, `${name}-${top / step}.png`), fullPage: true, clip })
  }
  console.log(name, height, complaints)
}
await browser.close()
