/**
 * The API for programs on a port: nothing is computed in the server's loop.
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as ByteSize from "effect/ByteSize"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { browserHost, hostsOf } from "../server/hosts.ts"
import { type PortProblem, portProblem } from "../server/port.ts"
import { failed, refusal } from "../server/refusal.ts"
import { newToken, same } from "../server/token.ts"
import { toldOf } from "../told.ts"
import { Busy, Lost, Readable, Refused, type SelectRequest, ServiceApi } from "./api.ts"
import { type LabelStore, makeLabelStore, type Telling } from "./label-store.ts"
import type { Work } from "./protocol.ts"
import { startWorker, type Worker, type WorkFailed } from "./worker.ts"

/** What to serve, and how. */
export interface ServiceOptions {
  /** The pool: .npy, .npz, or a table of vectors. */
  readonly pool: string
  readonly idColumn?: string | undefined
  /** A table with the columns of `where` in requests, by id. Default: the pool's own columns. */
  readonly metadata?: string | undefined
  /** Modules with strategies of one's own, whose code is run. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
  /** What is labeled from the start, by id; default nothing. */
  readonly labels?: ReadonlyArray<Telling> | undefined
  /** Default 127.0.0.1. */
  readonly host?: string | undefined
  /** Default 0: one that is free. */
  readonly port?: number | undefined
  /** What requests have to bear; default a new one of 256 random bits. */
  readonly token?: string | undefined
  /** How many requests may wait beside the one that is worked on; default 32. */
  readonly most?: number | undefined
}

/** A service that listens. */
export interface Service {
  readonly url: string
  readonly port: number
  readonly token: string
  readonly items: number
  readonly notes: ReadonlyArray<string>
}

/** How many requests may wait. */
export const MOST = 32

/** The largest request. */
const LARGEST = 32 << 20

const toApiError = (error: WorkFailed): Refused | Busy | Lost => {
  const { reason } = error
  if (reason._tag === "Busy") return new Busy(toldOf(error))
  return reason._tag === "Input" || reason._tag === "World" ? new Refused(toldOf(error)) : new Lost(toldOf(error))
}

const trying = <A>(make: () => A): Effect.Effect<A, Refused> =>
  Effect.try({ try: make, catch: (error) => error }).pipe(
    Effect.catch((error) => error instanceof Refused ? Effect.fail(error) : Effect.die(error))
  )

interface Guessed {
  readonly labels: number
  readonly classes: ReadonlyArray<number>
  readonly rows: ReadonlyArray<number>
  readonly probability: ReadonlyArray<ReadonlyArray<number>>
}

const handlersOf = (worker: Worker, known: LabelStore, options: ServiceOptions) => {
  const { ids, sha256, width } = worker.opened
  const ask = (work: Work) => Effect.mapError(worker.ask(work), toApiError)
  const choose = Effect.fnUntraced(
    function*({ budget, exclude = [], include = [], only, seed = 0, strategy, where }: typeof SelectRequest.Type) {
      const scope = yield* trying(() => ({
        only: only === undefined ? undefined : known.itemsOf(only),
        exclude: known.itemsOf(exclude),
        include: known.itemsOf(include)
      }))
      return yield* ask({ _tag: "Choose", strategy, budget, seed, known: known.labels(), where, ...scope })
    }
  )
  const told = () => ({ ...known.counts(), classes: known.classes() })
  const predict = Effect.fnUntraced(function*({ ids: wanted }: { readonly ids?: ReadonlyArray<string> }) {
    const items = wanted === undefined ? undefined : yield* trying(() => known.itemsOf(wanted)), names = known.classes()
    const { classes, labels, probability, rows } =
      (yield* ask({ _tag: "Guess", items, known: known.labels() })) as Guessed
    const best = (row: ReadonlyArray<number>): number => row.reduce((most, p, i) => p > row[most]! ? i : most, 0)
    return {
      labels,
      classes: classes.map((i) => names[i]!),
      items: rows.map((row, i) => ({
        id: ids[row]!,
        label: names[classes[best(probability[i]!)]!]!,
        probability: probability[i]!
      }))
    }
  })
  return HttpApiBuilder.group(ServiceApi, "marginalia", (all) =>
    Effect.succeed(all.handleAll({
      select: ({ payload }) => choose(payload) as Effect.Effect<never, Refused | Busy | Lost>,
      explain: ({ payload }) => choose(payload) as Effect.Effect<never, Refused | Busy | Lost>,
      tell: ({ payload }) => Effect.map(trying(() => known.tell(payload.labels)), told),
      predict: ({ payload }) => predict(payload),
      status: () =>
        Effect.sync(() => ({
          pool: { path: options.pool, sha256, items: ids.length, width },
          known: told(),
          busy: worker.isBusy(),
          waiting: worker.waiting(),
          most: options.most ?? MOST,
          version: "1"
        }))
    })))
}

const readable = HttpApiMiddleware.layerSchemaErrorTransform(
  Readable,
  ({ cause, kind }) =>
    Effect.fail(
      new Refused({
        problem: `${kind.toLowerCase()}: ${cause.message}`.slice(0, 500),
        reason: "Schema",
        about: { part: kind.toLowerCase() }
      })
    )
)

/** What Effect answers in plain text, as everything else is answered; what has to be waited for says how long. */
const asTold = (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  const { status } = response
  if (status === 415) {
    const problem = "the body has to be JSON: send the header Content-Type: application/json"
    return refusal(status, { problem, reason: "ContentType" })
  }
  return status === 429 ? HttpServerResponse.setHeader(response, "retry-after", "1") : response
}

interface Door {
  readonly token: string
  readonly hosts: ReadonlySet<string>
}

const guarded = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>, { hosts, token }: Door) =>
  Effect.gen(function*() {
    const { headers } = yield* HttpServerRequest.HttpServerRequest
    if (!hosts.has((headers["host"] ?? "").toLowerCase())) {
      return refusal(403, { problem: "this address is not served", reason: "Host" })
    }
    const [, borne = ""] = /^Bearer (\S+)$/i.exec(headers["authorization"] ?? "") ?? []
    if (!same(borne, token)) {
      return HttpServerResponse.setHeader(
        refusal(401, { problem: "send the token: Authorization: Bearer TOKEN", reason: "Token" }),
        "www-authenticate",
        "Bearer"
      )
    }
    if (Number(headers["content-length"] ?? 0) > LARGEST) {
      return refusal(413, { problem: `a request has at most ${LARGEST} bytes; ask in several`, reason: "Size" })
    }
    const response = yield* app.pipe(
      Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(LARGEST)),
      Effect.catchCause((cause) =>
        Cause.hasInterruptsOnly(cause) ? Effect.interrupt : failed(cause, "something is wrong with the server")
      )
    )
    return asTold(response)
  })

/**
 * Serves the API over a pool until the scope ends. Fails with `WorkFailed` where the pool or a plugin cannot be read, with
 * `PortProblem` where the port is not to be had.
 */
export const serveService = Effect.fn("studio.serveService")(function*(
  options: ServiceOptions
): Effect.fn.Return<Service, WorkFailed | Refused | PortProblem, Scope.Scope> {
  const {
    host = "127.0.0.1",
    idColumn,
    labels = [],
    metadata,
    most = MOST,
    plugins,
    pool,
    port = 0,
    token = newToken()
  } = options
  const worker = yield* startWorker({ _tag: "Open", path: pool, idColumn, metadata, plugins }, most)
  const known = makeLabelStore(worker.opened.ids)
  yield* trying(() => known.tell(labels))
  const routes = HttpApiBuilder.layer(ServiceApi, { openapiPath: "/openapi.json" }).pipe(
    Layer.provide(handlersOf(worker, known, options)),
    Layer.provide(readable)
  )
  const app = yield* HttpRouter.toHttpEffect(routes).pipe(Effect.provide(NodeHttpServer.layerHttpServices))
  const node = createServer({ headersTimeout: 10_000, requestTimeout: 60_000 })
  const server = yield* NodeHttpServer.make(() => node, { host, port, gracefulShutdownTimeout: "1 second" }).pipe(
    Effect.mapError(portProblem(host, port))
  )
  yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
  const bound = (node.address() as AddressInfo).port
  yield* server.serve(guarded(app, { token, hosts: hostsOf(host, bound) }))
  return {
    url: `http://${browserHost(host)}:${bound}`,
    port: bound,
    token,
    items: worker.opened.ids.length,
    notes: worker.opened.notes
  }
})
