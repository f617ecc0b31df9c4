/** Inputs to workers: processes that are ended when an input takes them too long, and begun again behind it. */
import { type ChildProcess, fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { most, type Verdict } from "./judge.ts"
import type { Said, Work } from "./worker.ts"

/** An input that something became of. */
export interface Found extends Verdict {
  readonly target: string
  readonly input: number
}

const program = fileURLToPath(new URL("worker.ts", import.meta.url))

/** Seconds on the clock, which other programs may take from us, before a worker is ended. */
const PATIENCE = 5 * most.seconds

/** Seconds until a process has loaded what it needs. */
const STARTING = 120

/** Megabytes of the heap: what asks for more than this ends the worker. */
const HEAP = 700

const start = (): ChildProcess =>
  fork(program, [], {
    execArgv: [`--max-old-space-size=${HEAP}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json"
  })

/** Why a worker's process ended. */
const epitaph = (isLate: boolean, errors: string): Verdict => {
  if (isLate) return { outcome: "slow", why: `no end in ${PATIENCE} s` }
  if (/heap out of memory|allocation failed/i.test(errors)) return { outcome: "flood", why: `more than ${HEAP} MB` }
  return { outcome: "crash", why: `its process ended: ${errors.trim().split("\n").slice(-6).join(" ").slice(0, 300)}` }
}

/** A process, ready or on its way. */
interface Lane {
  child: ChildProcess | undefined
}

/** Ends with its process, which says more on stderr than it lives to hand over at once. */
const LAST_WORDS = 200

/** Runs what it can of some work; gives the input that its process ended with, or nothing when all is done. */
const runSome = (lane: Lane, work: Work, found: (one: Found) => void): Promise<number | undefined> =>
  new Promise((resolve) => {
    const isNew = lane.child === undefined, child = lane.child ??= start()
    let input = work.from, errors = "", isLate = false, timer: NodeJS.Timeout | undefined
    const report = (verdict: Verdict | undefined, of: number): void => {
      if (verdict !== undefined) found({ ...verdict, target: work.target, input: of })
    }
    const wait = (seconds: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        isLate = true
        child.kill("SIGKILL")
      }, seconds * 1000)
    }
    const onError = (text: unknown): void => void (errors = (errors + String(text)).slice(-4000))
    const leave = (ended: number | undefined): void => {
      clearTimeout(timer)
      child.off("message", onMessage)
      child.off("exit", onExit)
      child.stderr!.off("data", onError)
      resolve(ended)
    }
    const onMessage = (said: Said): void => {
      if (said._tag === "Ready") child.send(work)
      else if (said._tag === "Begins") {
        report(said.last, said.input - 1)
        input = said.input
        wait(PATIENCE)
      } else {
        report(said.last, work.to - 1)
        leave(undefined)
      }
    }
    const onExit = (): void => {
      lane.child = undefined
      clearTimeout(timer)
      setTimeout(() => {
        report(epitaph(isLate, errors), input)
        leave(input)
      }, LAST_WORDS)
    }
    child.stderr!.on("data", onError)
    child.on("message", onMessage)
    child.on("exit", onExit)
    wait(STARTING)
    if (!isNew) child.send(work)
  })

/** Inputs to a message. */
const BATCH = 4000

const batches = (works: ReadonlyArray<Work>): Array<Work> =>
  works.flatMap((work) =>
    Array.from({ length: Math.ceil((work.to - work.from) / BATCH) }, (_, i) => {
      const from = work.from + i * BATCH
      return { ...work, from, to: Math.min(work.to, from + BATCH) }
    })
  )

/** Runs all works with `jobs` processes at a time, and tells what became of each input. */
export const run = async (works: ReadonlyArray<Work>, jobs: number, found: (one: Found) => void): Promise<void> => {
  const queue = batches(works)
  const serve = async (): Promise<void> => {
    const lane: Lane = { child: undefined }
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      for (let from: number | undefined = work.from; from !== undefined && from < work.to;) {
        const ended = await runSome(lane, { ...work, from }, found)
        from = ended === undefined ? undefined : ended + 1
      }
    }
    lane.child?.kill()
  }
  await Promise.all(Array.from({ length: jobs }, serve))
}
