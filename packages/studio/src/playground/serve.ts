/**
 * The playground on a pool of one's own: served behind the labeling page's door.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { sha256 } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { Asset } from "../page/assets.ts"
import { pageRoutes } from "../server/files.ts"
import { WASM_POLICY } from "../server/headers.ts"
import { imageRoutes } from "../server/images.ts"
import { listen, type ServeOptions } from "../server/listen.ts"
import { refusal } from "../server/refusal.ts"
import { readAssets } from "./assets.ts"
import { type PagePool, type PlaygroundPool, readPlayground } from "./read-pool.ts"

const NOT_KEPT = { "cache-control": "no-store" }

const columnRoute = ({ columns }: PagePool) =>
  HttpRouter.add(
    "GET",
    "/column/:name",
    Effect.gen(function*() {
      const { name } = yield* HttpRouter.params, column = columns.find(({ about }) => about.name === name)
      if (column === undefined) {
        const allowed = columns.map(({ about }) => about.name)
        return refusal(404, {
          problem: `there is no such column: ${allowed.join(", ")}`,
          reason: "Column",
          about: { allowed }
        })
      }
      return HttpServerResponse.uint8Array(column.bytes, { contentType: "application/octet-stream", headers: NOT_KEPT })
    })
  )

/** `/pool.json`, `/column/NAME`, the page, and the items' pictures where they have some. */
const routesOf = (pool: PagePool, assets: ReadonlyMap<string, Asset>) => {
  const told = HttpRouter.add("GET", "/pool.json", HttpServerResponse.jsonUnsafe(pool.wire, { headers: NOT_KEPT }))
  const { pictures } = pool, id = sha256(pool.wire.ids.join("\n")).slice(0, 16)
  const page = Layer.mergeAll(told, columnRoute(pool), pageRoutes(assets))
  return pictures === undefined
    ? page
    : Layer.mergeAll(page, imageRoutes(Effect.succeed({ id, items: pictures.items })))
}

/** How to serve; `assets` are the page's files, by default those that were built with the package. */
export interface PlaygroundServeOptions extends ServeOptions {
  readonly assets?: ReadonlyMap<string, Asset> | undefined
}

/**
 * Serves a pool that was read until the scope ends. Fails with `PortProblem` where the port is not to be had, and with
 * `FileProblem` where the page was not built.
 */
export const servePool = Effect.fn("studio.servePool")(function*(pool: PagePool, options: PlaygroundServeOptions = {}) {
  const assets = options.assets ?? (yield* readAssets())
  const services = yield* Layer.build(NodeHttpServer.layerHttpServices)
  const app = yield* HttpRouter.toHttpEffect(routesOf(pool, assets)).pipe(Effect.provideContext(services))
  return yield* listen({ app, services, policy: WASM_POLICY }, options)
})

/**
 * Reads a pool, and serves the playground on it until the scope ends. Fails as {@link readPlayground} and {@link servePool} do.
 */
export const openPlayground = Effect.fn("studio.openPlayground")(function*(
  asked: PlaygroundPool,
  options: PlaygroundServeOptions = {}
) {
  const pool = yield* readPlayground(asked)
  return { ...yield* servePool(pool, options), pool }
})
