/**
 * The memory that this process has, and what it may have: a limit that is kept while something runs.
 */
import * as Message from "@marginalia/core/Message"
import { collect } from "@marginalia/core/node"
import * as Quote from "@marginalia/core/Quote"
import { visible } from "@marginalia/core/Visible"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"

/** The bytes of memory, resident, of this process and those that it started: now, and of this process at its highest. */
export interface Resident {
  readonly now: Effect.Effect<number>
  readonly highest: Effect.Effect<number>
  /** Gives back what this process has forgotten: arrays wait for that as long as the engine's own heap is small. Default: nothing is done. */
  readonly collect?: Effect.Effect<void>
}

/** Bytes of a page, as Linux counts them in `statm`. */
const PAGE = 4096

/** What stands in a file of `/proc`; nothing where there is none, or the process has ended. */
const procFile = (pid: number, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8")
  } catch {
    return ""
  }
}

/** Bytes of all that a process started, and what those started; 0 where the system does not tell. */
const ofChildren = (pid: number): number =>
  procFile(pid, `task/${pid}/children`).split(" ").filter((text) => text !== "").reduce((sum, text) => {
    const child = Number(text)
    return sum + PAGE * Number(procFile(child, "statm").split(" ")[1] ?? 0) + ofChildren(child)
  }, 0)

/**
 * The most that this process ever had. What the system counts in `maxRSS` begins with what its parent had when it started it, so that the
 * mark of the memory itself is read where there is one.
 */
const mark = (): number => {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(procFile(process.pid, "status"))?.[1]
  return 1024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes))
}

/** The memory of this process, as a service, so that a test can say what it is. */
export const Resident = Context.Reference<Resident>("@marginalia/experiments/Resident", {
  defaultValue: () => ({
    now: Effect.sync(() => process.memoryUsage.rss() + ofChildren(process.pid)),
    highest: Effect.sync(mark),
    collect: Effect.sync(collect)
  })
})

/** What takes less memory where there is less of it. */
export type Fewer = "batch" | "jobs" | "threads"

/**
 * More memory was about to be taken than is allowed: `seen` bytes of `limit`, where `planned` were expected at most (undefined:
 * nobody knew). Less of what `fewer` says would take less; undefined where there is one of it already.
 */
export class MemoryExceeded extends Data.TaggedError("MemoryExceeded")<{
  readonly limit: number
  readonly seen: number
  readonly planned: number | undefined
  readonly fewer: Fewer | undefined
}> {
  readonly exitCode = 2
  get says(): Message.Message {
    const { fewer, limit, planned, seen } = this, size = Quote.bytes
    const more = `${Math.ceil(1.25 * Math.max(seen, planned ?? 0) / 1e6)}MB`
    const expected = planned === undefined ? "" : `; at most ${size(planned)} were expected`
    const or = fewer === undefined ? "" : Message.text`, or ${less[fewer]} (${Message.setting(fewer, { value: "1" })})`
    return Message.text`stopped at ${size(seen)} of memory, so that ${Message.setting("memory")} (${
      size(limit)
    }) is kept${expected}. Give more (${Message.setting("memory", { value: more })})${or}`
  }
  override get message(): string {
    return visible(Message.toCode(this.says))
  }
}

const less: { readonly [fewer in Fewer]: string } = {
  batch: "smaller batches",
  jobs: "fewer processes",
  threads: "fewer threads"
}

/** How long it is between two looks. */
const PERIOD = "20 millis"

/** From this part of the limit on what is forgotten is given back, once in so many looks. */
const FULL = 0.6, LOOKS = 50

/** The part of the limit at which there is an end: what is taken between two looks has room. */
export const SHARE = 31 / 32

/**
 * Runs an effect, and ends it with {@link MemoryExceeded} before this process and those that it started have more than `limit` bytes.
 * They are looked at fifty times a second, when the event loop turns; from six tenths of the limit on what is forgotten is given back,
 * once a second at most, and the end comes at 31 of 32 parts of the limit that are not given back. `planned` is what was
 * expected at most, `fewer` what there could be less of: both are told.
 */
export const withinMemory = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  { fewer, limit, planned }: {
    readonly limit: number
    readonly planned: number | undefined
    readonly fewer: Fewer | undefined
  }
): Effect.Effect<A, E | MemoryExceeded, R> =>
  Effect.flatMap(Resident, ({ collect = Effect.void, now }) => {
    let looks = LOOKS
    const look = Effect.gen(function*() {
      looks++
      let seen = yield* now
      if (seen > FULL * limit && (looks > LOOKS || seen > SHARE * limit)) {
        looks = 0
        yield* collect
        seen = yield* now
      }
      if (seen > SHARE * limit) return yield* new MemoryExceeded({ limit, seen, planned, fewer })
    })
    const watch = Effect.forever(Effect.andThen(look, Effect.sleep(PERIOD)))
    return Effect.raceFirst(effect, watch)
  })
