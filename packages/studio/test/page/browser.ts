/** A browser for tests of the page. */
import { type Browser, chromium } from "playwright-core"

export { findBrowser } from "../../../core/test/browser.ts"

/** Starts it without a window. */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ["--no-sandbox"] })
