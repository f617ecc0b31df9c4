/**
 * Looks at the page: `node packages/studio/test/page/look.ts [--fashion FOLDER] OUT` serves it, labels some items as a person
 * would, and takes a picture of each view in light and dark at three widths.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type Browser, chromium, type Page } from "playwright-core"
import { findBrowser } from "./browser.ts"
import { customers, digits, fashion, letters, type Pool } from "./pool.ts"
import { makeRoom, type Room } from "./room.ts"
import { serve } from "./server.ts"

const { positionals: [out = "looks"], values } = parseArgs({
  allowPositionals: true,
  options: {
    fashion: { type: "string" },
    only: { type: "string", default: "" },
    labels: { type: "string", default: "120" }
  }
})

/** Answers as someone who knows all. */
const labeled = (room: Room, count: number): void => {
  for (let i = 0; i < count; i++) {
    const [offer] = room.next("Ada", 1, [])
    if (offer === undefined) return
    const { item, order } = offer, answer = { _tag: "Label", class: room.pool.truth[item]! } as const
    room.act(i % 9 === 8 ? "Grace" : "Ada", {
      _tag: "Answered",
      nonce: `before ${i}`,
      view: "one",
      order,
      ms: 900,
      suggested: null,
      groups: [{ items: [item], answer }]
    })
  }
}

const sizes = [[1440, 900], [768, 1024], [390, 844]] as const

const shots = async (browser: Browser, pool: Pool, views: ReadonlyArray<string>, count: number): Promise<void> => {
  const room = makeRoom(pool)
  labeled(room, count)
  const server = await serve(room)
  for (const [width, height] of sizes) {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme })
      page.on("console", (message) => console.log(pool.name, message.text()))
      page.on("pageerror", (error) => console.log(pool.name, error.message))
      for (const view of views) await shot(page, server.url, view, `${pool.name}-${view}-${width}-${colorScheme}`)
      await page.close()
    }
  }
  await server.close()
}

const shot = async (page: Page, url: string, view: string, name: string): Promise<void> => {
  if (values.only !== "" && !new RegExp(values.only).test(name)) return
  await page.goto(`${url}#${view}`)
  await page.reload()
  await page.waitForSelector("main")
  await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => {})
  if (view === "label") { for (const key of ["1", "2", "s", "3"]) await page.keyboard.press(key) }
  if (["help", "keys", "palette", "classes"].includes(view)) {
    await page.keyboard.press({ help: "?", keys: "k", palette: "/", classes: "p" }[view]!)
    if (view === "classes") await page.getByRole("button", { name: "Change …" }).click()
  }
  await page.waitForTimeout(700)
  await page.screenshot({ path: join(out, `${name}.png`) })
}

const program = findBrowser()
if (program === undefined) throw new Error("no Chromium on the PATH, and no CHROME_PATH")
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] })
const all = ["label", "grid", "review", "map", "progress", "help", "keys", "palette", "classes"]
const pictures = values.fashion === undefined ? await digits() : fashion(values.fashion, 3000)
await shots(browser, pictures, all, Number(values.labels))
await shots(browser, letters(), ["label", "grid"], 20)
await shots(browser, customers(), ["label", "review"], 20)
await browser.close()
