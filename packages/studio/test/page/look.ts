/**
 * Looks at the page: `node packages/studio/test/page/look.ts [--fashion FOLDER] OUT` serves it, labels some items as a person
 * would, and takes a picture of each view in light and dark at three widths. With `--docs` it takes those of the docs instead:
 * four, small.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import type { Browser, Page } from "playwright-core"
import sharp from "sharp"
import { UMAP } from "umap-js"
import { findBrowser, launch } from "./browser.ts"
import { customers, digits, fashion, letters, type Pool } from "./pool.ts"
import { makeRoom, type Room } from "./room.ts"
import { type Running, serve } from "./server.ts"

const { positionals: [out = "looks"], values } = parseArgs({
  allowPositionals: true,
  options: {
    fashion: { type: "string" },
    only: { type: "string", default: "" },
    labels: { type: "string", default: "120" },
    docs: { type: "boolean", default: false }
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

/** A pool with a layout: UMAP, its random numbers counted. */
const laidOut = (pool: Pool): Pool => {
  let seed = 1
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const rows = Array.from(
    { length: pool.size },
    (_, i) => [...pool.features.subarray(i * pool.width, (i + 1) * pool.width)]
  )
  const flat = new UMAP({ random, nNeighbors: 12, minDist: 0.2 }).fit(rows).flat()
  const middle = (axis: 0 | 1): number => {
    const all = flat.filter((_, i) => i % 2 === axis)
    return (Math.max(...all) + Math.min(...all)) / 2
  }
  const [x, y] = [middle(0), middle(1)]
  return { ...pool, layout: Float32Array.from(flat, (value, i) => value - (i % 2 === 0 ? x : y)) }
}

const opened = async (browser: Browser, dark: boolean, [width, height]: readonly [number, number]): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" })
  page.on("console", (message) => console.log(message.text()))
  page.on("pageerror", (error) => console.log(error.message))
  return page
}

const show = async (page: Page, { url }: Running, view: string): Promise<void> => {
  await page.goto(`${url}#${view}`)
  await page.reload()
  await page.waitForSelector("main section, main canvas")
  await page.waitForTimeout(1500)
}

const dialogs: Readonly<Record<string, string>> = { help: "?", keys: "k", palette: "/", classes: "p" }

/** What a person would have done there. */
const done = async (page: Page, view: string): Promise<void> => {
  const keys = view === "label"
    ? ["1", "2", "s", "3"]
    : view === "grid"
    ? ["ArrowRight", "Space", "ArrowRight", "8"]
    : []
  for (const key of keys) await page.keyboard.press(key)
  const dialog = dialogs[view]
  if (dialog !== undefined) await page.keyboard.press(dialog)
  if (view === "classes") await page.getByRole("button", { name: "Change …" }).click()
  const canvas = view === "map" ? await page.locator("canvas").boundingBox() : null
  if (canvas !== null) {
    const { height, width, x, y } = canvas, round = Array.from({ length: 20 }, (_, i) => (i / 19) * 2 * Math.PI)
    const at = (turn: number) =>
      page.mouse.move(x + width * (0.68 + 0.12 * Math.cos(turn)), y + height * (0.5 + 0.25 * Math.sin(turn)))
    await at(0)
    await page.mouse.down()
    for (const turn of round) await at(turn)
    await page.mouse.up()
  }
  await page.waitForTimeout(700)
}

const sizes = [[1440, 900], [768, 1024], [390, 844]] as const

const shots = async (browser: Browser, pool: Pool, views: ReadonlyArray<string>, count: number): Promise<void> => {
  const room = makeRoom(pool)
  labeled(room, count)
  const server = await serve(room)
  for (const size of sizes) {
    for (const scheme of ["light", "dark"] as const) {
      const page = await opened(browser, scheme === "dark", size)
      for (const view of views) {
        const name = `${pool.name}-${view}-${size[0]}-${scheme}`
        if (values.only !== "" && !new RegExp(values.only).test(name)) continue
        await show(page, server, view)
        await done(page, view)
        await page.screenshot({ path: join(out, `${name}.png`) })
      }
      await page.close()
    }
  }
  await server.close()
}

const forDocs = async (browser: Browser, pool: Pool): Promise<void> => {
  const room = makeRoom(laidOut(pool))
  labeled(room, Number(values.labels))
  const server = await serve(room)
  for (const [view, dark] of [["label", false], ["grid", false], ["map", false], ["progress", true]] as const) {
    const page = await opened(browser, dark, [1280, 800])
    await show(page, server, view)
    await done(page, view)
    const small = await sharp(await page.screenshot()).resize(960).webp({ quality: 72, effort: 6 }).toBuffer()
    writeFileSync(join(out, `labeling-${view}.webp`), small)
    await page.close()
  }
  await server.close()
}

const program = findBrowser()
if (program === undefined) throw new Error("no Chromium on the PATH, and no CHROME_PATH")
mkdirSync(out, { recursive: true })
const browser = await launch(program)
const all = ["label", "grid", "review", "map", "progress", "help", "keys", "palette", "classes"]
const pictures = values.fashion === undefined ? await digits() : fashion(values.fashion, values.docs ? 1500 : 3000)
if (values.docs) await forDocs(browser, pictures)
else {
  await shots(browser, pictures, all, Number(values.labels))
  await shots(browser, letters(), ["label", "grid"], 20)
  await shots(browser, customers(), ["label", "review"], 20)
}
await browser.close()
