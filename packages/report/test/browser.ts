/**
 * A real browser, where the machine has one: named by CHROME_PATH, or found on the PATH.
 */
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser's program; undefined where there is none. */
export const findBrowser = (): string | undefined => {
  const { CHROME_PATH, PATH = "" } = process.env
  if (CHROME_PATH !== undefined && CHROME_PATH !== "") return CHROME_PATH
  return PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram)
}

/** Starts it without a window. */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ["--no-sandbox"] })

/** A page that was opened, and all that it complained of or asked the network for. */
export interface Opened {
  readonly page: Page
  readonly complaints: ReadonlyArray<string>
}

export interface Screen {
  readonly width: number
  readonly height: number
  readonly colorScheme?: "light" | "dark"
}

/** Opens a file. */
export const open = async (browser: Browser, url: string, { colorScheme = "light", height, width }: Screen): Promise<
  Opened
> => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme })
  const complaints: Array<string> = []
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`))
  page.on("request", (request) => {
    const address = request.url()
    if (address !== url && !address.startsWith("data:")) complaints.push(`request: ${address}`)
  })
  await page.goto(url)
  return { page, complaints }
}
