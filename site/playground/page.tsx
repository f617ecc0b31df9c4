/** The page's program: starts the worker, and puts the page on the screen. */
import { render } from "preact"
import { App } from "./app.tsx"
import { lineOf } from "./line.ts"
import { makeState } from "./state.ts"

/** In a page of one file the worker's text is in the page; else it lies beside it. */
const start = (): Worker => {
  const text = document.querySelector("#worker")?.textContent
  return new Worker(text === undefined || text === null ? "./worker.js" : URL.createObjectURL(new Blob([text])))
}

render(<App state={makeState(lineOf(start()))} />, document.querySelector("#page")!)
