/** What is asked of an experiment, for tests: a file's words, and what comes of them. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { expand } from "../src/expand/expand.ts"
import type { Request } from "../src/expand/request.ts"
import { experimentFile } from "../src/file/read.ts"

/** Nothing is asked. */
export const empty: Request = {
  file: undefined,
  preset: undefined,
  data: [],
  strategies: [],
  framework: undefined,
  embedding: undefined,
  seeds: undefined,
  scale: undefined,
  cwd: "/here"
}

/** What a file of these words asks. */
export const asked = (words: unknown, more: Partial<Request> = {}): Request => ({
  ...empty,
  file: { file: experimentFile(words), path: "/exp/e.yaml", placeOf: () => undefined },
  ...more
})

/** What comes of it. */
export const of = (request: Request) => expand(request, registry).pipe(Effect.provide(NodeServices.layer))

/** Why nothing does. */
export const refused = (request: Request) => Effect.map(Effect.flip(of(request)), ({ message }) => message)
