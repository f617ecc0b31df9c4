/**
 * A service of one's own as an annotator: it is sent items and classes as JSON, and answers with labels or probabilities.
 */
import * as Options from "@marginalia/core/Options"
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Schema from "effect/Schema"
import type { Annotator, Ask } from "./annotator.ts"
import { makePace } from "./pace.ts"
import { failed } from "./problem.ts"
import { decodeResponse, encodeRequest } from "./protocol.ts"
import { address, Price, type RequestOptions, requestOptions, some, wayOf } from "./request-options.ts"
import { send } from "./send.ts"

/** The most bytes of an answer, an item: probabilities of thousands of classes fit. */
const BYTES = 1e6

/** What `http(url)` takes. */
export const httpOptions = Schema.Struct({
  url: address("where requests are posted"),
  batch: Options.field(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4096 })),
    16,
    "how many items go into a request"
  ),
  ...requestOptions,
  price: Options.field(Price, 0, "what an answered item costs, where the service does not say")
})

/** The options of an {@link httpAnnotator}, decoded. */
export interface HttpOptions extends RequestOptions {
  /** How many items go into a request, from 1. */
  readonly batch: number
  /** What an answered item costs, where the service does not say. */
  readonly price: number
}

/** The address without what may be long: `http://localhost:8000/label`. */
const shortOf = (url: string): string => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname === "/" ? "" : pathname}`
}

/**
 * A service that answers requests of the form {@link encodeRequest} with answers of the form `{ labels: [{ id, label }] }`; see
 * docs/model-annotators.md. The `options` say where it is, and how it is asked. Its `ask` fails with `AnnotatorError`: as {@link send} does, and `Protocol` for an answer of another
 * form.
 */
export const httpAnnotator = (options: HttpOptions): Annotator => {
  const { batch, concurrency, mostCost, name, price, rate, url } = options
  const open = Effect.gen(function*() {
    const client = yield* HttpClient, way = yield* wayOf(options, url, BYTES * batch), pace = makePace(some(rate))
    const ask: Ask = Effect.fnUntraced(function*(items, classes) {
      const json = yield* send(way, pace, encodeRequest(items, classes)).pipe(Effect.provideService(HttpClient, client))
      const reply = decodeResponse(json, items, classes, price)
      if (typeof reply !== "string") return reply
      return yield* failed({ _tag: "Protocol", url, problem: Quote.message(reply, 300) })
    })
    return ask
  })
  return {
    name: name === "auto" ? shortOf(url) : name,
    identity: JSON.stringify(["http", url]),
    batch,
    concurrency,
    mostCost: some(mostCost),
    expect: (items) => ({ input: 0, output: 0, cost: price * items.length }),
    open
  }
}
