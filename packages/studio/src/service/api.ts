/**
 * The HTTP API for programs, over a pool that is held in memory; `/openapi.json` describes it.
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { toldFields } from "../told.ts"

/**
 * 400: the request cannot be read, or asks for what cannot be: `problem` says what and what to do, `reason` is to switch on
 * (`Schema`, `UnknownId`, `DuplicateId`, or the tag of the reason that the work ended with: `Budget`, or of its error where that has
 * none: `MissingColumn`, `UnreadableStrategy` …), and `about` holds the fields of both.
 */
export class Refused extends Schema.TaggedError<Refused>()("Refused", toldFields, { httpApiStatus: 400 }) {}

/** 429: as many requests wait as may, `about.most`; ask again after the seconds of `Retry-After`. */
export class Busy extends Schema.TaggedError<Busy>()("Busy", toldFields, { httpApiStatus: 429 }) {}

/** 503: the process that works has ended, with `about.code` or `about.signal`. */
export class Lost extends Schema.TaggedError<Lost>()("Lost", toldFields, { httpApiStatus: 503 }) {}

/** Says in words what is wrong with a request that does not fit its schema. */
export class Readable
  extends HttpApiMiddleware.Service<Readable>()("@marginalia/studio/service/Readable", { error: Refused })
{}

const Ids = (description: string) => Schema.optionalKey(Schema.Array(Schema.String).annotate({ description }))

/** What `POST /select` and `POST /explain` are asked. */
export const SelectRequest = Schema.Struct({
  strategy: Schema.String.annotate({ description: "A strategy as text: typiclust, margin, or a pipeline" }),
  budget: Schema.Int.check(Schema.isGreaterThan(0)).annotate({ description: "How many items are wanted" }),
  seed: Schema.optionalKey(Schema.Int).annotate({ description: "What random choices follow from; 0 by default" }),
  only: Ids("Choose among these items alone, by id; all by default"),
  exclude: Ids("Do not choose these items, by id"),
  include: Ids("Choose these items first, by id; they count in the budget"),
  where: Schema.optionalKey(Schema.String.annotate({
    description:
      "Choose among items of which this holds, by columns of the pool, or of the table beside it: site != \"A\" and width >= 64"
  }))
})

const Pick = {
  id: Schema.String,
  position: Schema.Natural,
  rank: Schema.Natural,
  score: Schema.Number
}

/** The items to label next, in visiting order. */
export const Selected = Schema.Struct({
  strategy: Schema.String,
  seed: Schema.Int,
  labels: Schema.Natural.annotate({ description: "How many labels it knew of" }),
  picks: Schema.Array(Schema.Struct(Pick))
})

/** The same with why each item was picked, and what each step left. */
export const Explained = Schema.Struct({
  ...Selected.fields,
  picks: Schema.Array(Schema.Struct({
    ...Pick,
    why: Schema.Struct({
      branch: Schema.optionalKey(Schema.String),
      cluster: Schema.optionalKey(
        Schema.Struct({ number: Schema.Natural, size: Schema.Natural, labeled: Schema.Natural })
      ),
      scores: Schema.Array(
        Schema.Struct({ name: Schema.String, value: Schema.Number, rank: Schema.Natural, of: Schema.Natural })
      )
    })
  })),
  trace: Schema.Array(
    Schema.Struct({
      step: Schema.String,
      status: Schema.String,
      candidates: Schema.Natural,
      milliseconds: Schema.Number
    })
  )
})

/** What `POST /tell` is told: a label an id; `null` for an item that was declined, and `""` for one that is open again. */
export const TellRequest = Schema.Struct({
  labels: Schema.Array(Schema.Struct({ id: Schema.String, label: Schema.NullOr(Schema.String) }))
})

/** What is known. */
export const LabelCounts = Schema.Struct({
  labels: Schema.Natural,
  declined: Schema.Natural,
  classes: Schema.Array(Schema.String)
})

/** What `POST /predict` is asked; all items where no ids are given. */
export const PredictRequest = Schema.Struct({ ids: Schema.optionalKey(Schema.Array(Schema.String)) })

/** What a linear model of the labels so far says of items. */
export const Predicted = Schema.Struct({
  labels: Schema.Natural,
  classes: Schema.Array(Schema.String),
  items: Schema.Array(Schema.Struct({
    id: Schema.String,
    label: Schema.String,
    probability: Schema.Array(Schema.Number).annotate({ description: "One a class, in the order of `classes`" })
  }))
})

/** What the server holds, and does. */
export const Status = Schema.Struct({
  pool: Schema.Struct({ path: Schema.String, sha256: Schema.String, items: Schema.Natural, width: Schema.Natural }),
  known: LabelCounts,
  busy: Schema.Boolean,
  waiting: Schema.Natural,
  most: Schema.Natural,
  version: Schema.String
})

const worked = [Refused, Busy, Lost] as const

/** The routes. */
export class ServiceGroup extends HttpApiGroup.make("marginalia").add(
  HttpApiEndpoint.post("select", "/select", { payload: SelectRequest, success: Selected, error: worked }),
  HttpApiEndpoint.post("explain", "/explain", { payload: SelectRequest, success: Explained, error: worked }),
  HttpApiEndpoint.post("tell", "/tell", { payload: TellRequest, success: LabelCounts, error: Refused }),
  HttpApiEndpoint.post("predict", "/predict", { payload: PredictRequest, success: Predicted, error: worked }),
  HttpApiEndpoint.get("status", "/status", { success: Status })
) {}

/** The whole API. A field that is not known is refused: it may be one that is misspelled. */
export class ServiceApi extends HttpApi.make("marginalia").add(ServiceGroup).middleware(Readable)
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error" })
  .annotate(HttpApi.QueryParseOptions, { onExcessProperty: "error" })
  .annotate(OpenApi.Title, "Marginalia")
  .annotate(
    OpenApi.Description,
    "Which items to label next, over a pool in memory. Every request needs `Authorization: Bearer TOKEN`."
  )
{}
