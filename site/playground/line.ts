/** The worker as the page's state sees it. */
import type { Failed, Hello, Told } from "./protocol.ts"
import type { Line } from "./state.ts"

/** Speaks with a worker. */
export const lineOf = (worker: Worker): Line => ({
  send: (question) => worker.postMessage(question),
  hear: ({ failed, hello, told }) => {
    worker.addEventListener("error", ({ message }) => failed(message || "the worker of this page could not be started"))
    worker.addEventListener("message", ({ data }: MessageEvent<Hello | Told | Failed>) => {
      if ("failed" in data) failed(data.failed)
      else if ("pools" in data) hello(data)
      else told(data)
    })
  }
})
