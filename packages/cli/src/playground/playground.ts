/**
 * `marginalia playground`: serves the page until it is stopped.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { openPlayground } from "@marginalia/studio/playground/serve"
import { checkPort } from "@marginalia/studio/server/port"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { columnsAsked } from "../flags.ts"
import { openBrowser } from "../label/browser.ts"
import { labelsAsked } from "../labels-flags.ts"
import { embedFirst } from "../query/embed-first.ts"
import { readPairs } from "../query/pairs.ts"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import type { PlaygroundInput } from "./flags.ts"

/** What the page is given of a pool of so many items. */
interface Shown {
  readonly size: number
  readonly wire: {
    readonly ids: ReadonlyArray<string>
    readonly labeled: ReadonlyArray<number>
    readonly truth: ReadonlyArray<number>
  }
}

/** The same question as `marginalia select` takes it. */
const wordsOf = ({ column, labels, pool }: PlaygroundInput): ReadonlyArray<string> => [
  pool,
  ...Option.match(labels, { onNone: () => [], onSome: (file) => ["--labels", file] }),
  ...column.flatMap((one) => ["--column", one])
]

/** How many of the items are shown, and what is known of them: the page begins with no labels where all have one. */
export const summaryOf = (pool: string, { size, wire: { ids, labeled, truth } }: Shown): string => {
  const items = ids.length < size ? `${counted(ids.length, "item")} of ${size}` : counted(size, "item")
  const all = labeled.length === 0 && ids.length > 0 && truth.every((label) => label >= 0)
  const labels = all
    ? "all labeled: the page begins with no labels, and gives them as items are picked"
    : counted(labeled.length, "label")
  return `${pool}: ${items}, ${labels}; Ctrl-C ends it`
}

/** Serves the playground on a pool until it is stopped. */
export const playground = Effect.fn("playground")(function*(input: PlaygroundInput) {
  const { host, pool, port, seed } = input, asked = columnsAsked(input)
  yield* checkPort(port)
  yield* embedFirst(pool, asked.features)
  yield* Effect.scoped(Effect.gen(function*() {
    const playing = yield* openPlayground({
      ...asked,
      ...labelsAsked(input),
      pool,
      seed,
      labels: Option.getOrUndefined(input.labels),
      classes: Option.getOrUndefined(input.classes),
      columns: yield* readPairs("column", input.column),
      images: Option.getOrUndefined(input.images),
      sample: Option.getOrUndefined(input.sample),
      words: wordsOf(input)
    }, { host, port })
    yield* printData(playing.url)
    yield* note(summaryOf(pool, playing.pool))
    if (input.open) yield* openBrowser(playing.url)
    yield* served
  }))
})
