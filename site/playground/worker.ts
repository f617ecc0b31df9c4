/** The worker: reads the digits that it carries, says hello, answers the last question that waits. */
import { labels, pixels } from "virtual:digits"
import { makeEngine } from "./engine.ts"
import type { Ask } from "./protocol.ts"

const bytes = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0))
const engine = makeEngine({ pixels: bytes, truth: Array.from(labels, Number) }, () => performance.now())

let waiting: Ask | undefined, busy = false

const go = async (): Promise<void> => {
  busy = true
  while (waiting !== undefined) {
    const question: Ask = waiting
    waiting = undefined
    postMessage(await engine.answer(question))
  }
  busy = false
}

addEventListener("message", ({ data }: MessageEvent<Ask>) => {
  waiting = data
  if (!busy) void go()
})
postMessage(engine.hello)
