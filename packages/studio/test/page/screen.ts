/** A browser in front of a room, for tests. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, Page } from "playwright-core"
import { findBrowser, launch } from "./browser.ts"
import type { Pool } from "./pool.ts"
import { makeRoom, type Room } from "./room.ts"
import { type Running, serve } from "./server.ts"

/** The browser's program; undefined where there is none. */
export const program = findBrowser()
if (program === undefined) {
  console.log("the labeling page is not looked at: no Chromium on the PATH, and no CHROME_PATH")
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
/** A desk's screen. */
export const desk = { width: 1440, height: 900 }

let browser: Browser | undefined
const running: Array<Running> = []

/** A page, its room and its server, and what it complained of or asked others for. */
export interface Opened {
  readonly page: Page
  readonly room: Room
  readonly server: Running
  readonly complaints: Array<string>
}

const known = (room: Room, count: number): void => {
  for (let i = 0; i < count; i++) {
    const [offer] = room.next("Ada", 1, [])
    const answer = { _tag: "Label", class: room.pool.truth[offer!.item]! } as const
    const groups = [{ items: [offer!.item], answer }]
    room.act("Ada", {
      _tag: "Answered",
      nonce: `b${i}`,
      view: "one",
      order: offer!.order,
      ms: 1,
      suggested: null,
      groups
    })
  }
}

/** Opens the page on a pool of which some items are labeled. */
export const open = async (
  pool: Pool,
  { classes = pool.classes, labels = 0, size = desk, view = "label", dark = false } = {}
): Promise<Opened> => {
  const room = makeRoom(pool, { classes })
  known(room, labels)
  const server = await serve(room)
  running.push(server)
  const page = await browser!.newPage({ viewport: size, colorScheme: dark ? "dark" : "light" })
  const complaints: Array<string> = []
  page.on("console", (message) => complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url)) complaints.push(request.url())
  })
  await page.goto(`${server.url}#${view}`)
  await page.waitForSelector("main section")
  return { page, room, server, complaints }
}

/** The item on the screen. */
export const shown = async (page: Page): Promise<number> => {
  const source = await page.locator(".pictures img.front").getAttribute("src")
  return Number(/^\/media\/(\d+)\?/.exec(source ?? "")?.[1])
}

/** Everything is written. */
export const saved = (page: Page) => page.locator(".saved.is-saved").waitFor()
/** Presses keys, one after the other. */
export const press = async (page: Page, ...keys: ReadonlyArray<string>): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
/** What an item is. */
export const statusOf = ({ session }: Room, item: number): string => session.status(item)._tag

interface Axe {
  readonly run: (within: string, options: { readonly resultTypes: ReadonlyArray<"violations"> }) => Promise<{
    readonly violations: ReadonlyArray<
      { readonly id: string; readonly impact: string; readonly nodes: ReadonlyArray<{ readonly html: string }> }
    >
  }>
}

/** What the accessibility checker finds that is serious in the parts that the selector names, by default in all. */
export const barriers = async (page: Page, within = "html"): Promise<ReadonlyArray<string>> => {
  // As an extension would: what the page's own policy forbids is not forbidden to a tool.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe)
  const found = await page.evaluate(
    (within) => (globalThis as unknown as { axe: Axe }).axe.run(within, { resultTypes: ["violations"] }),
    within
  )
  return found.violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`)
}

/** Starts the browser. */
export const start = async (): Promise<void> => {
  browser = await launch(program!)
}

/** Ends the browser and all servers. */
export const stop = async (): Promise<void> => {
  await browser?.close()
  await Promise.all(running.splice(0).map((server) => server.close()))
}
