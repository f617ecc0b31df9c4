/** A worker that says hello, and answers the last question that waits. */
import type { makeEngine } from "./engine.ts"
import type { Ask } from "./protocol.ts"

/** Says hello, and answers from now on. */
export const answering = (engine: ReturnType<typeof makeEngine>): void => {
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
}
