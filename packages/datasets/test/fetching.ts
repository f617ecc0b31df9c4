/** A server that behaves as told, an empty folder, and a fetch from one to the other. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { it } from "@effect/vitest"
import { fetchFile, type FetchOptions } from "@marginalia/datasets/download/fetch"
import type { Published } from "@marginalia/datasets/known/description"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Scope } from "effect/Scope"
import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import { folderOf } from "./pictures.ts"
import { type Behavior, server } from "./server.ts"

/** What is published. */
export const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3)
/** Its checksum. */
export const md5 = `md5:${createHash("md5").update(bytes).digest("hex")}`
/** Its version. */
export const etag = "\"v1\""

/** Options for tests that wait for nothing. */
export const quick: FetchOptions = { pause: 1, retries: 3, patience: 5000 }

/** A server that behaves so, an empty folder, and a fetch from one to the other. */
export const world = (...behaviors: ReadonlyArray<Behavior>) =>
  Effect.gen(function*() {
    const { asked, serve, url } = yield* server
    const folder = yield* folderOf({})
    serve("/x", ...behaviors)
    const path = `${folder}/x`
    const fetch = (given: Partial<Published> = {}, options = quick) =>
      fetchFile({ name: "x", urls: [`${url}/x`], checksum: md5, ...given }, path, options)
    const left = () => readdirSync(folder).sort()
    const ranges = () => asked.map(({ range }) => range)
    return { asked, fetch, folder, left, path, ranges, serve, url }
  })

/** What fetching needs. */
export const services = Layer.merge(NodeServices.layer, NodeHttpClient.layerNodeHttp)

/** A test in real time. */
export const live = <E>(name: string, body: () => Effect.Effect<void, E, Layer.Success<typeof services> | Scope>) =>
  it.live(name, () => body().pipe(Effect.scoped, Effect.provide(services)))
