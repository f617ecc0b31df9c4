/** Plays with the playground in a real browser, as a reader would. */
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { type Browser, chromium } from "playwright-core"
import { serve } from "./serve.ts"

/** How long an answer may take after a slider was moved, in milliseconds. */
const LIMIT = 200

const playAt = async (browser: Browser, url: string): Promise<ReadonlyArray<string>> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } }), found: Array<string> = []
  page.on("console", (message) => found.push(message.text()))
  page.on("pageerror", (error) => found.push(error.message))
  await page.goto(url)
  const first = page.locator(".picks li b").first()
  await first.waitFor({ timeout: 60_000 })
  const times: Array<number> = []
  for (const neighbors of [4, 5, 6, 7, 8]) {
    await page.locator("#option-0-neighbors").fill(String(neighbors))
    await page.waitForFunction(
      (wanted) => document.querySelector("textarea")?.value === wanted,
      `typiclust(neighbors=${neighbors})`
    )
    times.push(Number(/(\d+) ms/.exec(await page.locator(".legend").innerText())?.[1]))
  }
  const [, , middle] = times.toSorted((a, b) => a - b)
  console.log(`       picks of 1797 digits: ${times.join(", ")} ms after a slider was moved`)
  if (middle! > LIMIT) found.push(`an answer takes ${middle} ms in the middle of five, and ${LIMIT} are the limit`)
  await page.locator("textarea").fill("typiclusst")
  await page.locator("#problem.problem").waitFor()
  if (!(await page.locator("#problem").innerText()).includes("Did you mean")) {
    found.push("a name that is none has no suggestion")
  }
  const old = await page.locator(".note").innerText()
  if (!old.includes("typiclust(neighbors=8)")) found.push(`of old picks the page says ${old}`)
  await page.locator("textarea").fill("margin")
  await page.getByText("all items are tied").waitFor()
  await page.getByText("Label the picks").click()
  await page.getByText("10 labeled").waitFor()
  await page.close()
  return found.map((one) => `${url}: ${one}`)
}

/** Plays with it as it is served, under a strict policy of contents, and with the page of one file from the disk. */
export const play = async (folder: string, program: string): Promise<ReadonlyArray<string>> => {
  const server = await serve(folder),
    browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] })
  try {
    const alone = pathToFileURL(join(folder, "playground", "playground.html")).href
    return [...await playAt(browser, `${server.url}/playground/index.html`), ...await playAt(browser, alone)]
  } finally {
    await browser.close()
    await server.close()
  }
}
