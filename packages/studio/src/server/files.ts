/**
 * What is no JSON: the page's own files, and the items' images.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { type Asset, assets } from "../page/assets.ts"
import { imageRoutes, tagOf, unchanged } from "./images.ts"
import { refusal } from "./refusal.ts"
import { Room } from "./room.ts"

/** A page of these files: `/`, `/app/…`, and nothing else. */
export const pageRoutes = (files: ReadonlyMap<string, Asset>) => {
  const page = Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const asset = files.get(request.url.split("?")[0]!)
    if (asset === undefined) return refusal(404, { problem: "there is nothing here", reason: "NoRoute" })
    const tag = tagOf(asset.body)
    if (request.headers["if-none-match"] === tag) return unchanged(tag, "private, no-cache")
    return HttpServerResponse.text(asset.body, {
      contentType: asset.type,
      headers: { etag: tag, "cache-control": "private, no-cache" }
    })
  })
  return Layer.mergeAll(
    HttpRouter.add("GET", "/", page),
    HttpRouter.add("GET", "/app/*", page),
    HttpRouter.add("*", "/*", refusal(404, { problem: "there is nothing here", reason: "NoRoute" }))
  )
}

/** `/`, `/app/…`, `/media/N`, `/thumb/N?edge=E`, and nothing else. */
export const fileRoutes = Layer.mergeAll(imageRoutes(Room), pageRoutes(assets))
