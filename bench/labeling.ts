/**
 * The labeling page in Chromium: how long from a key to the changed page, to the painted page, and to "saved"; how long the
 * page takes to be there; and the longest task of the map with many items. Bars, at the 95th percentile with software
 * rendering: 4 ms, 34 ms, 80 ms.
 *
 *     node bench/labeling.ts [--keys 200] [--map 100000] [--url http://127.0.0.1:PORT/?token=…]
 *
 * Without `--url` the page is served from memory: then "saved" holds no disk.
 */
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"
import { findBrowser, launch } from "../packages/studio/test/page/browser.ts"
import { digits, type Pool } from "../packages/studio/test/page/pool.ts"
import { makeRoom } from "../packages/studio/test/page/room.ts"
import { serve } from "../packages/studio/test/page/server.ts"

type Browser = Awaited<ReturnType<typeof launch>>
type Page = Awaited<ReturnType<Browser["newPage"]>>

const { values } = parseArgs({
  options: {
    keys: { type: "string", default: "200" },
    map: { type: "string", default: "100000" },
    url: { type: "string" }
  }
})

/** Marks of one key, in milliseconds after the event. */
interface Marks {
  /** From the page's first look at the key: without the browser's way there. */
  readonly own: number
  readonly changed: number
  readonly painted: number
  readonly saved: number
}

/** Measures one key within the page: from the event's own time stamp to each mark. */
const watch = (): void => {
  const marks: Array<Marks> = [], shown: Array<number> = []
  Object.assign(globalThis, { marks, shown })
  // The browser's own measure, until the frame is on the screen; it tells nothing under 16 ms, and steps of 8 ms.
  new PerformanceObserver((list) => {
    for (const { duration, name } of list.getEntries()) if (name === "keydown") shown.push(duration)
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit)
  addEventListener("keydown", ({ timeStamp }) => {
    const page = document.querySelector("#page")!, heard = performance.now()
    const found = { own: 0, changed: 0, painted: 0, saved: 0 }
    const saved = new MutationObserver(() => {
      if (found.changed === 0 || document.querySelector(".saved.is-saved") === null) return
      saved.disconnect()
      found.saved = performance.now() - timeStamp
      marks.push(found)
    })
    const changed = new MutationObserver(() => {
      changed.disconnect()
      found.changed = performance.now() - timeStamp
      found.own = performance.now() - heard
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener("message", () => {
          found.painted = performance.now() - timeStamp
        })
        port1.start()
        port2.postMessage(0)
      })
    })
    changed.observe(page.querySelector(".pictures")!, { childList: true, subtree: true, attributes: true })
    saved.observe(page.querySelector(".saved")!, { attributes: true, childList: true, subtree: true })
  }, { capture: true })
}

const quantile = (numbers: ReadonlyArray<number>, share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? NaN

const told = (name: string, numbers: ReadonlyArray<number>, bar: string): void =>
  console.log(
    `${name}: least ${quantile(numbers, 0).toFixed(1)} ms, median ${quantile(numbers, 0.5).toFixed(1)} ms, 95 % ${
      quantile(numbers, 0.95).toFixed(1)
    } ms, ` +
      `most ${quantile(numbers, 1).toFixed(1)} ms (${numbers.length} keys; bar ${bar})`
  )

/** Times of the page's own thread, in milliseconds of its processor. */
const spentOn = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send("Performance.enable", { timeDomain: "threadTicks" })
  return async (): Promise<ReadonlyMap<string, number>> => {
    const { metrics } = await session.send("Performance.getMetrics")
    return new Map(metrics.map(({ name, value }) => [name, value * 1000]))
  }
}

const keysOn = async (page: Page, count: number): Promise<void> => {
  await page.waitForFunction(() => document.querySelectorAll(".pictures img").length >= 4)
  await page.evaluate(watch)
  const spent = await spentOn(page), before = await spent()
  for (let i = 0; i < count; i++) {
    await page.keyboard.press(String((i % 9) + 1))
    // As people are, not in step with what the page does by itself.
    await page.waitForTimeout(150 + (i * 89) % 250)
  }
  await page.waitForTimeout(1000)
  const after = await spent()
  const each = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration"].map((name) =>
    `${name.replace("Duration", "").toLowerCase()} ${((after.get(name)! - before.get(name)!) / count).toFixed(2)}`
  )
  console.log(`processor time a key, all that follows from it included: ${each.join(", ")} ms`)
  const { marks, shown } = await page.evaluate(() => {
    const { marks, shown } = globalThis as unknown as { marks: Array<Marks>; shown: Array<number> }
    return { marks, shown }
  })
  told("key to changed page", marks.map(({ changed }) => changed), "4 ms")
  told("of it the page's own work", marks.map(({ own }) => own), "none")
  told("key to painted page", marks.map(({ painted }) => painted).filter((value) => value > 0), "34 ms")
  told("key to the screen, as the browser tells it", shown, "none")
  told("key to saved", marks.map(({ saved }) => saved), "80 ms")
}

/** A pool of many items with few features. */
const many = (pool: Pool, size: number): Pool => ({
  ...pool,
  name: `${size} items`,
  size,
  width: 8,
  features: Float32Array.from({ length: size * 8 }, (_, i) => pool.features[(i * 7) % pool.features.length]!),
  picture: (item) => pool.picture(item % pool.size)
})

interface Traced {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds, on the clock and of the processor. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The tasks of the page's own thread, in milliseconds: as the clock has them, and of the processor. */
const tasksIn = (trace: Buffer): ReadonlyArray<{ readonly clock: number; readonly spent: number }> => {
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { readonly traceEvents: ReadonlyArray<Traced> }
  const mains = new Set(
    traceEvents.filter(({ args, name }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`)
  )
  return traceEvents.filter(({ dur, name, pid, tid }) =>
    name.endsWith("RunTask") && dur !== undefined && mains.has(`${pid} ${tid}`)
  ).map(({ dur, tdur }) => ({ clock: dur! / 1000, spent: (tdur ?? dur!) / 1000 }))
}

const mapOf = async (page: Page, url: string): Promise<void> => {
  await page.goto("about:blank")
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] })
  await page.goto(`${url}#map`)
  const canvas = page.locator("canvas")
  await canvas.waitFor()
  await page.waitForTimeout(2500)
  const box = (await canvas.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let i = 0; i < 20; i++) await page.mouse.wheel(0, i % 2 === 0 ? -120 : 90)
  for (const key of ["ArrowLeft", "ArrowUp", "+", "+", ".", "Enter", "Escape"]) {
    await page.keyboard.press(key)
    await page.waitForTimeout(300)
  }
  await page.waitForTimeout(1000)
  const tasks = tasksIn(await browser.stopTracing())
  const most = (key: "clock" | "spent"): string => Math.max(0, ...tasks.map((task) => task[key])).toFixed(0)
  const long = tasks.filter(({ clock }) => clock > 50).length
  console.log(
    `map: longest task ${most("clock")} ms (bar 100 ms), of the processor ${most("spent")} ms; ${long} over 50 ms`
  )
}

const program = findBrowser()
if (program === undefined) throw new Error("no Chromium on the PATH, and no CHROME_PATH")
const browser = await launch(program)
const pool = await digits()
const small = await serve(makeRoom(pool)), large = await serve(makeRoom(many(pool, Number(values.map))))
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
const start = performance.now()
await page.goto(values.url ?? small.url)
await page.waitForSelector(".pictures img.front")
console.log(`the page and its first item: ${(performance.now() - start).toFixed(0)} ms`)
if (Number(values.keys) > 0) await keysOn(page, Number(values.keys))
await mapOf(page, large.url)
await browser.close()
await small.close()
await large.close()
