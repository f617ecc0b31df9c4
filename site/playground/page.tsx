/** The page's program: starts the worker, and puts the page on the screen. */
import { render } from "preact"
import { App } from "./app.tsx"
import type { Hello, Told } from "./protocol.ts"
import { type Line, makeState } from "./state.ts"

/** In a page of one file the worker's text is in the page; else it lies beside it. */
const start = (): Worker => {
  const text = document.querySelector("#worker")?.textContent
  return new Worker(text === undefined || text === null ? "./worker.js" : URL.createObjectURL(new Blob([text])))
}

const worker = start()

const line: Line = {
  send: (question) => worker.postMessage(question),
  hear: ({ hello, told }) => {
    worker.addEventListener("message", ({ data }: MessageEvent<Hello | Told>) => {
      if ("pools" in data) hello(data)
      else told(data)
    })
  }
}

render(<App state={makeState(line)} />, document.querySelector("#page")!)
