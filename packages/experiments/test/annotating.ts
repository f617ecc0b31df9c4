/** An annotator by its text, on this machine's server, asked about items that have an id and a text. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Named from "@marginalia/core/Named"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { annotate, type Asking } from "../src/annotator/annotate.ts"
import { annotatorClient } from "../src/annotator/client.ts"
import { registry } from "../src/oracle/named.ts"
import { annotatorOf, oracles } from "../src/oracle/word.ts"

/** Quick ones: faults are waited out in no time. */
export const QUICK = "pause=0.01"

/** The annotator that a text names. */
export const annotatorIn = (text: string) => annotatorOf(Named.readUnsafe(oracles, text, registry).value)!

/** The key of the tests, in the variable `MODEL_KEY`. */
export const SECRET = "sk-0123456789-very-secret"

const environment = ConfigProvider.layer(ConfigProvider.fromUnknown({ MODEL_KEY: SECRET }))

/** Asks about the items `i0`, `i1`, …, of which each has its id as a text. */
export const asking = (text: string, count: number, more: Partial<Asking<Error, never>> = {}) =>
  annotate({
    annotator: annotatorIn(text),
    classes: ["cat", "dog"],
    positions: Array.from({ length: count }, (_, i) => i),
    content: (position) => Effect.succeed({ id: `i${position}`, text: `text of i${position}` }),
    ...more
  }).pipe(Effect.provide([NodeServices.layer, annotatorClient, environment]))
