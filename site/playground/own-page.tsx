/** The program of the page that the command serves. */
import { render } from "preact"
import { App } from "./app.tsx"
import { lineOf } from "./line.ts"
import { makeState } from "./state.ts"

render(<App state={makeState(lineOf(new Worker("/app/worker.js")))} />, document.querySelector("#page")!)
