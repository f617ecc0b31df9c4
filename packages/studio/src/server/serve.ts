/**
 * The server: listens, and serves the room behind the door.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { downloadRoute } from "./download.ts"
import { fileRoutes } from "./files.ts"
import { listen, type ServeOptions, type Serving } from "./listen.ts"
import { liveRoute } from "./live.ts"
import type { PortProblem } from "./port.ts"
import { Room, type RoomParts } from "./room.ts"
import { apiRoutes } from "./routes.ts"

export type { ServeOptions, Serving } from "./listen.ts"

/**
 * Serves the room until the scope ends. Nothing is served to who has neither the token nor the cookie that it is exchanged for.
 * Fails with `PortProblem` where the port is not to be had.
 */
export const serve = Effect.fn("serve")(function*(
  room: RoomParts,
  options: ServeOptions = {}
): Effect.fn.Return<Serving, PortProblem, Scope.Scope> {
  const services = yield* Layer.build(NodeHttpServer.layerHttpServices)
  const app = yield* HttpRouter.toHttpEffect(Layer.mergeAll(apiRoutes, fileRoutes, liveRoute, downloadRoute)).pipe(
    Effect.provideContext(services)
  )
  return yield* listen({ app: Effect.provideService(app, Room, room), services }, options)
})
