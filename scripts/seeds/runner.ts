/**
 * vitest's runner, which tells with a failing property how to see it again, and tries properties with as many seeds as
 * `MARGINALIA_SEEDS` says: a test that draws nothing runs once, a file is imported once.
 */
import { relative } from "node:path"
import { type RunnerTestCase, TestRunner } from "vitest"
import { command, type Place } from "./replay.ts"
import type { Tried } from "./report.ts"
import { countOf, mostOf, seedAt, shared } from "./seeds.ts"

interface Try {
  readonly repeats: number
  readonly retry: number
}

const namesOf = (test: RunnerTestCase): ReadonlyArray<string> => {
  const names = [test.name]
  for (let suite = test.suite; suite !== undefined && suite !== test.file; suite = suite.suite) {
    names.unshift(suite.name)
  }
  return names
}

const placeOf = (test: RunnerTestCase, root: string): Place => ({
  file: relative(root, test.file.filepath).replaceAll("\\", "/"),
  names: namesOf(test)
})

/** The runner of this workspace's tests. */
// oxlint-disable-next-line import/no-default-export -- vitest wants it so
export default class SeededRunner extends TestRunner {
  readonly #first = shared().now
  readonly #count = countOf(process.env)
  readonly #most = mostOf(process.env)
  /** Milliseconds that each test took so far, by the clock: a machine that does other things makes it longer. */
  readonly #spent = new Map<RunnerTestCase, number>()
  /** What this process had computed when the try began; its threads count too. */
  #before = process.cpuUsage()
  /** Tests that get no further seed: they draw nothing, have failed, or have used up their time. */
  readonly #done = new Set<RunnerTestCase>()

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    await super.onBeforeRunTask(test)
    if (this.#count > 1) test.repeats = this.#count - 1
  }

  override onBeforeTryTask(test: RunnerTestCase, options: Try): void {
    super.onBeforeTryTask(test, options)
    shared().now = seedAt(this.#first, options.repeats)
    shared().used = false
    this.#before = process.cpuUsage()
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    if (this.#done.has(test)) return
    this.#done.add(test)
    const start = performance.now()
    await TestRunner.getTestFn(test)()
    const spent = (this.#spent.get(test) ?? 0) + performance.now() - start
    this.#spent.set(test, spent)
    if (shared().used && spent < 1000 * this.#most) this.#done.delete(test)
  }

  /** What a test has tried, with the try that ends now. */
  #more({ computed = 0, seeds = 0 }: Tried): Tried {
    const { system, user } = process.cpuUsage(this.#before)
    return { seeds: seeds + 1, computed: computed + (system + user) / 1e6 }
  }

  override async onAfterRetryTask(test: RunnerTestCase, options: Try): Promise<void> {
    await super.onAfterRetryTask(test, options)
    if (!shared().used) return
    const again = command(placeOf(test, this.config.root), shared().now)
    const failed = test.result?.state === "fail"
    Object.assign(test.meta, { ...this.#more(test.meta as Tried), ...(failed ? { again } : {}) } satisfies Tried)
    const last = failed ? test.result?.errors?.at(-1) : undefined
    // Told at once, too: a long run that is ended loses its report.
    if (failed && this.#count > 1) console.error(`fails: ${again}`)
    if (last !== undefined) last.message += `\n\nto see it again: ${again}`
  }
}
