/** Plays with the playground that the command serves on a pool of one's own, in a real browser. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, chromium } from "playwright-core"
import { runProgram } from "../pack.ts"
import { root } from "../sources.ts"
import { barriers } from "./look.ts"
import { buildServed } from "./playground.ts"

const bin = join(root, "packages", "cli", "bin", "marginalia.mjs")

/** The link that a command that serves prints, and the process, which is to be ended. */
const started = async (folder: string, args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] })
  const [link] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => [""])]) as [unknown]
  if (String(link) === "") throw new Error(`marginalia ${args.join(" ")} ended`)
  return { child, link: String(link).trim() }
}

const playWith = async (browser: Browser, link: string): Promise<ReadonlyArray<string>> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } }), found: Array<string> = []
  page.on("console", (message) => found.push(message.text()))
  page.on("pageerror", (error) => found.push(error.message))
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(link).origin)) found.push(`asks ${request.url()}`)
  })
  await page.goto(link)
  await page.locator(".picks li b").first().waitFor({ timeout: 60_000 })
  if (page.url().includes("token")) found.push("the address keeps the token")
  const seen = await page.locator(".picks .photo").first().evaluate((image) => (image as HTMLImageElement).naturalWidth)
  if (seen === 0) found.push("the picks have no pictures")
  await page.locator("textarea").fill("margin")
  await page.getByText("Label the picks").click()
  await page.getByText("10 labeled").waitFor()
  await page.locator("summary").click()
  const command = await page.locator("details pre").first().innerText()
  if (!command.includes("select digits.npy --strategy margin")) found.push(`the command is ${command}`)
  found.push(...await barriers(page))
  await page.setViewportSize({ width: 390, height: 844 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (wide > 0) found.push(`is ${wide} pixels wider than a phone`)
  await page.close()
  return found
}

/** Embeds the digits, opens the playground on them as a user does, and plays. */
export const playOwn = async (program: string): Promise<ReadonlyArray<string>> => {
  await buildServed(join(root, "packages", "studio", "dist", "playground"))
  const folder = mkdtempSync(join(tmpdir(), "marginalia-playground-"))
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] })
  try {
    runProgram(process.execPath, [bin, "embed", "digits", "--encoder", "pca(16)", "--out", "digits.npy"], folder)
    const words = ["digits.npy", "--labels", "digits.labels.csv", "--images", "digits", "--sample", "800", "--no-open"]
    const { child, link } = await started(folder, ["playground", ...words])
    const found = await playWith(browser, link).finally(() => child.kill("SIGINT"))
    const [code] = await once(child, "exit") as [number | null]
    return code === 0 ? found : [...found, `the command ended with ${code}`]
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}
