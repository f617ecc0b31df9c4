import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { digits } from "./pool.ts"
import { open, press, program, saved, shown, start, statusOf, stop } from "./screen.ts"

describe.skipIf(program === undefined)("the page in a browser", { timeout: 120_000 }, () => {
  beforeAll(start)
  afterAll(stop)

  it("labels and goes on with one key; undo, redo, skip, cannot tell and bad are keys as well", async () => {
    const { complaints, page, room } = await open(await digits(300))
    const items: Array<number> = []
    await page.waitForSelector(".pictures img.front")
    for (const key of ["4", "Space", "u", "x"]) {
      items.push(await shown(page))
      await press(page, key)
    }
    await saved(page)
    assert.deepStrictEqual(items.map((item) => statusOf(room, item)), ["Labeled", "Skipped", "CannotTell", "Bad"])
    await press(page, "z", "z", "z", "Control+z")
    assert.strictEqual(await shown(page), items[0])
    await saved(page)
    assert.deepStrictEqual(items.map((item) => statusOf(room, item)), ["Open", "Open", "Open", "Open"])
    await press(page, "Shift+Z", "Control+y")
    await saved(page)
    assert.deepStrictEqual(items.map((item) => statusOf(room, item)), ["Labeled", "Skipped", "Open", "Open"])
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("keeps what is done while the server is away, also when the page is loaded again, and sends it once", async () => {
    const { page, room, server } = await open(await digits(300))
    await page.waitForSelector(".pictures img.front")
    const item = await shown(page)
    await saved(page)
    server.away = true
    await press(page, "1", "2")
    await page.locator(".saved.is-offline").waitFor()
    assert.include(await page.locator(".saved").innerText(), "2 answers waiting")
    server.away = false
    await page.reload()
    await page.locator(".saved.is-saved").waitFor()
    await page.waitForFunction(() => localStorage.length <= 1)
    assert.deepStrictEqual([room.session.counts().labeled, statusOf(room, item)], [2, "Labeled"])
    assert.strictEqual([...room.session.history.all()].length, 2)
    await page.close()
  })

  it("adds a class from the palette and labels with it; renames and merges classes", async () => {
    const { page, room } = await open(await digits(300))
    await page.waitForSelector(".pictures img.front")
    const item = await shown(page)
    await press(page, "Enter")
    await page.keyboard.type("blot")
    await press(page, "Enter")
    await page.locator(".choice", { hasText: "blot" }).waitFor()
    await saved(page)
    assert.deepStrictEqual(room.session.status(item), { _tag: "Labeled", class: 10 })
    await page.getByRole("button", { name: "Change …" }).click()
    await page.getByRole("button", { name: "Rename blot" }).click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("stain")
    await press(page, "Enter")
    await page.getByRole("button", { name: "Merge stain into another class" }).click()
    await page.getByRole("combobox").selectOption({ label: "three" })
    await page.getByRole("button", { name: "Merge", exact: true }).click()
    await press(page, "Escape")
    await saved(page)
    assert.deepStrictEqual(room.session.status(item), { _tag: "Labeled", class: 3 })
    await press(page, "z", "z", "z")
    await saved(page)
    assert.deepStrictEqual(room.session.vocabulary().classes.at(-1)?.name, "blot")
    await page.close()
  })

  it.for(["label", "map"])(
    "takes every letter that is typed after the palette's key, however fast (%s)",
    async (view) => {
      const { page } = await open(await digits(300), { labels: 40, view })
      await page.waitForSelector(view === "map" ? "canvas" : ".pictures img.front")
      if (view === "map") await press(page, "Enter")
      const focused = await page.evaluate(async () => {
        const key = new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true })
        ;(document.activeElement ?? document.body).dispatchEvent(key)
        // What a browser does between two keys at the least.
        await Promise.resolve().then(() => Promise.resolve())
        return document.activeElement?.getAttribute("role")
      })
      assert.strictEqual(focused, "combobox")
      await page.close()
    }
  )

  it("labels a grid by keys alone: the odd ones dropped or given another class", async () => {
    const { complaints, page, room } = await open(await digits(300), { labels: 60, view: "grid" })
    await page.waitForSelector(".cell")
    const before = room.session.counts().labeled
    const cells = await page.locator(".cell").count()
    await press(page, "Space", "ArrowRight", "3", "ArrowDown", "Enter")
    await page.locator(".told").getByText("labeled").waitFor()
    await saved(page)
    assert.strictEqual(room.session.counts().labeled, before + cells - 1)
    await press(page, "z")
    await saved(page)
    assert.strictEqual(room.session.counts().labeled, before)
    assert.strictEqual(await page.locator(".cell.odd").count(), 2)
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("corrects labels in review by key, and goes on", async () => {
    const { complaints, page, room } = await open(await digits(300), { labels: 60, view: "review" })
    await page.getByRole("button", { name: "By class" }).press("Enter")
    await page.locator(".reason").nth(47).waitFor()
    await press(page, "Home", "9", "Enter")
    await saved(page)
    const last = [...room.session.history.all()].slice(-2).map(({ event }) => event)
    assert.deepStrictEqual(last.map((event) => event._tag === "Answered" && [event.view, event.groups[0]!.answer]), [
      ["review", { _tag: "Label", class: 8 }],
      ["review", { _tag: "Label", class: 0 }]
    ])
    assert.strictEqual(await page.locator(".cell.done").count(), 2)
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("gives each of two keys to an item of its own in review, however fast", async () => {
    const { page, room } = await open(await digits(300), { labels: 60, view: "review" })
    await page.getByRole("button", { name: "By class" }).press("Enter")
    await page.locator(".reason").nth(47).waitFor()
    await press(page, "Home")
    await page.evaluate(async () => {
      for (const key of ["9", "8"]) {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })
        ;(document.activeElement ?? document.body).dispatchEvent(event)
        await Promise.resolve().then(() => Promise.resolve())
      }
    })
    await saved(page)
    const [first, second] = [...room.session.history.all()].slice(-2).map(({ event }) =>
      event._tag === "Answered" ? event.groups[0]!.items[0] : undefined
    )
    assert.isDefined(first)
    assert.notStrictEqual(first, second)
    await page.close()
  })

  it("selects a region of the map, by lasso and by keys, and labels it", async () => {
    const { complaints, page, room } = await open(await digits(300), { labels: 40, view: "map" })
    await page.waitForSelector("canvas")
    const box = (await page.locator("canvas").boundingBox())!
    const at = (x: number, y: number) => page.mouse.move(box.x + x * box.width, box.y + y * box.height)
    await at(0.3, 0.3)
    await page.mouse.down()
    for (const [x, y] of [[0.7, 0.3], [0.7, 0.7], [0.3, 0.7]] as const) await at(x, y)
    await page.mouse.up()
    const some = await page.locator(".selection h2").innerText()
    assert.match(some, /\d+ selected/)
    await press(page, "Enter")
    assert.match(await page.locator(".selection h2").innerText(), /300 selected/)
    await press(page, "2")
    await page.locator(".told").getByText("labeled one").waitFor()
    await saved(page)
    assert.isAbove(room.session.perClass().get(1) ?? 0, 150)
    assert.isTrue(
      [...room.session.history.all()].every(({ event }) =>
        event._tag !== "Answered" || event.view !== "map" ||
        event.groups.every(({ items }) => items.every((item) => !room.session.heldOut.has(item)))
      )
    )
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("tells of a new order, and shows what is measured", async () => {
    const { page, room } = await open(await digits(300), { labels: 9 })
    await page.waitForSelector(".pictures img.front")
    for (let i = 0; i < 6; i++) await press(page, `${room.pool.truth[await shown(page)]! + 1}`.slice(-1))
    await page.locator(".told").getByText("New order from a model of").waitFor()
    await page.locator(".measure", { hasText: "accuracy" }).waitFor()
    assert.match((await page.locator(".reasons li").first().textContent())!, /^(?:Go on|Stop): \S/)
    await page.close()
  })

  it("fetches the labels and the model, and says why there is none", async () => {
    const few = await open(await digits(300), { view: "progress" })
    await few.page.getByRole("link", { name: "Model" }).click()
    await few.page.locator(".told").getByText(/^Model: there is no/).waitFor()
    await few.page.close()
    const { complaints, page } = await open(await digits(300), { labels: 30, view: "progress" })
    for (const name of ["Table (csv)", "Model"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name, exact: true }).click()
      ])
      assert.match(download.url(), name === "Model" ? /export\?format=model$/ : /export\?format=csv$/)
    }
    assert.deepStrictEqual(complaints, [])
    await page.close()
  })

  it("gives a command another key, and types without doing anything", async () => {
    const { page, room } = await open(await digits(300))
    await page.waitForSelector(".pictures img.front")
    await press(page, "k")
    await page.getByRole("button", { name: "Change the key of Cannot tell" }).click()
    await press(page, "n", "Escape", "n")
    await saved(page)
    assert.strictEqual(room.session.counts().cannotTell, 1)
    await press(page, "p")
    await page.getByRole("textbox", { name: "Strategy, as text" }).click()
    await page.keyboard.type("nxzs1")
    assert.strictEqual(room.session.counts().cannotTell, 1)
    await page.close()
  })
})
