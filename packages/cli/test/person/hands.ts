/** What the person does on the page, by keys above all. */
import type { BrowserContext, Page } from "playwright-core"
import { press, saved } from "../../../studio/test/page/screen.ts"
import type { Truth } from "./photos.ts"

/** Somebody in front of the page. */
export interface Person {
  readonly page: Page
  /** Waits for an item, and gives its file's name. */
  readonly look: () => Promise<string>
  /** Labels what is on the screen as what it is; adds the class where it is missing. Gives the file's name. */
  readonly label: () => Promise<string>
  /** What the page complained of. */
  readonly complaints: ReadonlyArray<string>
}

/** The file of an item: names are numbers, and items are in their order. */
export const fileOf = (item: number): string => `${String(item).padStart(5, "0")}.png`

const nameOf = (text: string): string => text.split("/").at(-1)!

/** Presses the key of a class, or finds the class by its name, or adds it. */
const choose = async (page: Page, name: string): Promise<void> => {
  const choice = page.locator(".choices .choice", { has: page.getByText(name, { exact: true }) })
  const key = (await choice.count()) === 0 ? "" : await choice.locator("kbd").innerText()
  if (/^\d$/.test(key)) return press(page, key)
  await press(page, "/")
  await page.getByRole("combobox").locator(":scope:focus").waitFor()
  await page.keyboard.type(name)
  const added = page.getByRole("option", { name: "Add class" })
  if ((await added.count()) === 0) return press(page, "Enter")
  await added.dispatchEvent("mousedown")
}

/** Opens the page in somebody's browser. */
export const sitDown = async (browser: BrowserContext, url: string, truth: Truth): Promise<Person> => {
  const page = await browser.newPage(), complaints: Array<string> = []
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("response", (response) => {
    // Not yet: a learner that was started again looks at the items first, and the page asks again.
    if (response.status() === 503 && /\/api\/(?:review|similar|map)\b/.test(response.url())) return
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(url)
  const id = page.locator("figcaption .id")
  const look = async () => {
    await id.waitFor({ timeout: 60_000 })
    return nameOf(await id.innerText())
  }
  const label = async () => {
    const file = await look()
    await choose(page, truth.of.get(file)!)
    await page.waitForFunction(
      (before) => document.querySelector("figcaption .id")?.textContent?.endsWith(before) !== true,
      file,
      { timeout: 60_000 }
    )
    return file
  }
  return { page, look, label, complaints }
}

/** Labels a grid by its suggestion, the odd ones dropped. Gives the files that were labeled. */
export const labelGrid = async ({ page }: Person, truth: Truth): Promise<ReadonlyArray<string>> => {
  await press(page, "g")
  await page.locator(".cell").first().waitFor()
  const said = page.locator(".head h2 em")
  if ((await said.count()) === 0) return press(page, "l").then(() => [])
  const name = await said.innerText(), cells = page.locator(".cell"), kept: Array<string> = []
  for (let i = 0; i < await cells.count(); i++) {
    const file = fileOf(Number((await cells.nth(i).locator("img").getAttribute("src"))?.split(/[/?]/).at(2)))
    if (truth.of.get(file) === name) kept.push(file)
    else await cells.nth(i).click()
  }
  await press(page, "Enter")
  await saved(page)
  await press(page, "l")
  return kept
}
