/** Looks at the site in a real browser: what its pages complain of, what bars a reader, what is wider than the screen. */
import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { serve } from "./serve.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** A phone's width and a desk's. */
const screens = [{ width: 390, height: 844 }, { width: 1440, height: 900 }]

/** A page of each kind. */
const kinds = [
  "index.html",
  "overview.html",
  "start/engineer.html",
  "labeling.html",
  "strategies/index.html",
  "strategies/typiclust.html",
  "api/index.html",
  "api/core/Stage.html",
  "results/index.html",
  "results/digits-tiny.html",
  "scale.html",
  "decisions/index.html",
  "examples/04-your-own-score-ts.html",
  "glossary.html",
  "performance.html",
  "404.html",
  "playground/index.html"
]

interface Axe {
  readonly run: (options: { readonly resultTypes: ReadonlyArray<"violations"> }) => Promise<{
    readonly violations: ReadonlyArray<
      { readonly id: string; readonly nodes: ReadonlyArray<{ readonly html: string }> }
    >
  }>
}

/** Barriers of the page that is shown. */
export const barriers = async (page: Page): Promise<ReadonlyArray<string>> => {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ["violations"] })
  )
  return violations.map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" | ")}`
  )
}

/** What one looks with: a browser, the site's address, the folder for pictures if any. */
interface Eyes {
  readonly browser: Browser
  readonly url: string
  readonly shots: string | undefined
}

type Scheme = "light" | "dark"

const lookAt = async (
  { browser, shots, url }: Eyes,
  path: string,
  screen: (typeof screens)[number],
  colorScheme: Scheme
): Promise<ReadonlyArray<string>> => {
  const page = await browser.newPage({ viewport: screen, colorScheme, reducedMotion: "reduce" }),
    found: Array<string> = []
  page.on("console", (message) => found.push(`${message.type()}: ${message.text()}`))
  page.on("pageerror", (error) => found.push(`error: ${error.message}`))
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) found.push(`asks ${request.url()}`)
  })
  await page.goto(`${url}/${path}`, { waitUntil: "networkidle" })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (wide > 0) found.push(`is ${wide} pixels wider than the screen`)
  if (shots !== undefined) {
    mkdirSync(shots, { recursive: true })
    const name = `${path.replace(".html", "").replaceAll("/", "-")}-${screen.width}-${colorScheme}.png`
    await page.screenshot({ path: join(shots, name) })
  }
  found.push(...await barriers(page))
  await page.close()
  return found.map((one) => `${path} at ${screen.width}, ${colorScheme}: ${one}`)
}

const searches = async ({ browser, url }: Eyes): Promise<ReadonlyArray<string>> => {
  const page = await browser.newPage({ viewport: screens[1]! })
  await page.goto(`${url}/glossary.html`, { waitUntil: "networkidle" })
  await page.keyboard.press("/")
  const found: Array<string> = []
  for (const [words, path] of [["supclust", "/strategies/supclust.html"], ["install", "/start/"]] as const) {
    await page.locator("#localsearch-input").fill(words)
    const first = page.locator(`#localsearch-list a[href*="${path}"]`).first()
    const list = page.locator("#localsearch-list")
    await list.locator("a").first().waitFor({ timeout: 20_000 })
    await first.waitFor({ timeout: 5000 }).catch(() => undefined)
    const [address] = await list.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""))
    if (address?.includes(path) !== true) found.push(`the search for ${words} finds ${address} first`)
  }
  await page.close()
  return found
}

/** Looks at a page of each kind, at a phone's width and a desk's, in light and dark, and searches once. */
export const look = async (folder: string, program: string, shots?: string): Promise<ReadonlyArray<string>> => {
  const server = await serve(folder),
    browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] })
  const eyes = { browser, url: server.url, shots }, found: Array<string> = []
  try {
    for (const path of kinds) {
      for (const screen of screens) {
        for (const scheme of ["light", "dark"] as const) found.push(...await lookAt(eyes, path, screen, scheme))
      }
    }
    found.push(...await searches(eyes))
    return found
  } finally {
    await browser.close()
    await server.close()
  }
}
