/**
 * The learner in a process of its own, from the server's side: kernels are synchronous, and never in the server's loop.
 */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { type ChildProcess, fork } from "node:child_process"
import { programIn } from "../program.ts"
import { tell as tellOf, type Told } from "../told.ts"
import type { DrawMap, FromLearner, Learn, Numbered, Start, Trouble } from "./protocol.ts"

/** A learner that was started. */
export interface LearnerClient {
  /** Sends a message. Every `Learn` is answered by `Learned` or `Trouble`, unless a newer one replaces it; so is each request. */
  readonly tell: (message: Learn | DrawMap | Numbered) => Effect.Effect<void>
  /** What the learner says, in order. */
  readonly heard: Queue.Dequeue<FromLearner>
  /** The process that runs now; for who looks at its memory. */
  readonly pid: () => number | undefined
}

/** How often a process may end before it was ready, or while the same lesson was learned, until the learner is given up. */
const PATIENCE = 3

/** Milliseconds before the next start, doubled each time. */
const PAUSE = 500

const TAIL = 2000

const lastLine = (text: string): string => {
  const line = text.trim().split("\n").findLast((one) => /\S/.test(one) && !one.startsWith("Node.js v"))
  return line === undefined ? "" : `: ${line.trim()}`
}

type Request = DrawMap | Numbered

const isAnswer = (message: FromLearner, to: Request): boolean => {
  if (to._tag === "DrawMap") return message._tag === "Drawn" && message.kind === to.kind
  return "request" in message && message.request === to.request
}

/** What is not answered yet: to be asked again of the next process, or told to be lost. */
const makeOpen = () => {
  let lesson: Learn | undefined
  let requests: ReadonlyArray<Request> = []
  return {
    add: (message: Learn | Request): void => {
      if (message._tag === "Learn") lesson = message
      else requests = [...requests, message]
    },
    settle: (message: FromLearner): void => {
      const ofLesson = message._tag === "Learned" || message._tag === "Trouble" ? message.model : undefined
      if (ofLesson !== undefined && ofLesson === lesson?.model) lesson = undefined
      const at = requests.findIndex((request) => isAnswer(message, request))
      requests = requests.filter((_, i) => i !== at)
    },
    lesson: () => lesson,
    /** Requests are given up with the process that had them. */
    takeRequests: (): ReadonlyArray<Request> => {
      const all = requests
      requests = []
      return all
    }
  }
}

const trouble = (told: Told, of: Partial<Trouble> = {}): Trouble => ({
  _tag: "Trouble",
  request: undefined,
  model: undefined,
  lost: false,
  ...of,
  told
})

/**
 * Starts the learner's process, which ends with the scope, and with this process however that ends. A process that crashes is
 * begun anew with what it was not done with; after the third time in a row, a `Trouble` says that the learner is `lost`.
 */
export const startLearner = Effect.fn("studio.startLearner")(function*(start: Start) {
  const heard = yield* Queue.unbounded<FromLearner>(), open = makeOpen()
  const say = (message: FromLearner): void => void Queue.offerUnsafe(heard, message)
  let child: ChildProcess | undefined, timer: NodeJS.Timeout | undefined, crashes = 0, closed = false, lost = false
  const hear = (message: FromLearner): void => {
    open.settle(message)
    if (message._tag === "Learned" || (message._tag === "Ready" && open.lesson() === undefined)) crashes = 0
    if (message._tag === "Trouble" && message.lost) lost = true
    say(message)
  }
  const ended = (how: string, reason: string, about: { readonly [name: string]: unknown }): void => {
    if (closed) return
    crashes++
    lost = crashes >= PATIENCE
    const request = (one: Request) => one._tag === "DrawMap" ? {} : { request: one.request }
    const told = (more = "") => tellOf(`the learner's process ${how}${more}`, reason, { ...about, crashes })
    for (const one of open.takeRequests()) say(trouble(told(), request(one)))
    const what = lost ? `${crashes} times in a row; labeling goes on without it` : "it is started again"
    const model = lost ? open.lesson()?.model : undefined
    say(trouble(told(`; ${what}`), { lost, model }))
    if (!lost) timer = setTimeout(begin, PAUSE * 2 ** (crashes - 1))
  }
  const begin = (): void => {
    const current = fork(programIn("learner", import.meta.url), [], {
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced"
    })
    child = current
    let errors = "", over = false
    const end = (...how: Parameters<typeof ended>): void => {
      if (over) return
      over = true
      ended(...how)
    }
    current.stderr?.on("data", (text) => errors = (errors + String(text)).slice(-TAIL))
    current.on("message", hear)
    current.on("error", (error) => end(`could not be started (${error.message})`, "NotStarted", {}))
    current.on("close", (code, signal) => {
      end(`ended with ${signal ?? `code ${code}`}${lastLine(errors)}`, "Ended", { code, signal })
    })
    send(start)
    const lesson = open.lesson()
    if (lesson !== undefined) send(lesson)
  }
  const send = (message: Start | Learn | Request): void => {
    // A process that is ending takes no more; what it did not answer is asked again.
    if (child?.connected === true) child.send(message, () => {})
  }
  yield* Effect.acquireRelease(
    Effect.sync(begin),
    () =>
      Effect.sync(() => {
        closed = true
        clearTimeout(timer)
        child?.kill("SIGKILL")
      })
  )
  const tell: LearnerClient["tell"] = (message) =>
    Effect.sync(() => {
      if (lost) {
        const of = message._tag === "Learn"
          ? { model: message.model }
          : message._tag === "DrawMap"
          ? {}
          : { request: message.request }
        return say(trouble(tellOf("there is no learner any more", "NoLearner"), { lost: true, ...of }))
      }
      open.add(message)
      send(message)
    })
  return { tell, heard, pid: () => child?.pid } satisfies LearnerClient as LearnerClient
})
