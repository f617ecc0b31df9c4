/** A browser for tests of the report's page. */
import { type Browser, chromium, type Page } from "playwright-core"

export { findBrowser } from "../../core/test/browser.ts"

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
