/**
 * The routes of the page that speak JSON. What the page is told is in `wire.ts`; images, the page itself and what it is told
 * by itself are in `files.ts` and `live.ts`.
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as Schema from "effect/Schema"
import { Later, Missing, NotDone, Unclear } from "./problem.ts"
import {
  AnswerRequest,
  ClassRequest,
  GridView,
  ImportRequest,
  ItemView,
  MapView,
  ProjectView,
  QueueRequest,
  ReviewView,
  Saved,
  StrategyRequest,
  TurnRequest
} from "./wire.ts"

/** Says in words what is wrong with a request that does not fit its schema. */
export class Readable
  extends HttpApiMiddleware.Service<Readable>()("@marginalia/studio/Readable", { error: Unclear })
{}

/** At most so many items are given at once. */
export const MOST = 200

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: MOST }))
/** A position in digits: no other way to write a number names an item. */
const item = { item: Schema.String.check(Schema.isPattern(/^\d{1,10}$/)) }
const acted = { success: Saved, error: [NotDone, Later] }

/** What people do, and what they see of it. */
export class StudioGroup extends HttpApiGroup.make("studio").add(
  HttpApiEndpoint.get("project", "/project", { success: ProjectView }),
  HttpApiEndpoint.get("next", "/next", {
    query: { count: Schema.optionalKey(Count), held: Schema.optionalKey(Schema.String) },
    success: Schema.Array(ItemView),
    error: Unclear
  }),
  HttpApiEndpoint.post("answers", "/answers", { payload: AnswerRequest, ...acted }),
  HttpApiEndpoint.post("undo", "/undo", { payload: TurnRequest, ...acted }),
  HttpApiEndpoint.post("redo", "/redo", { payload: TurnRequest, ...acted }),
  HttpApiEndpoint.post("classes", "/classes", { payload: ClassRequest, ...acted }),
  HttpApiEndpoint.post("strategy", "/strategy", { payload: StrategyRequest, ...acted }),
  HttpApiEndpoint.post("queue", "/queue", { payload: QueueRequest, ...acted }),
  HttpApiEndpoint.post("import", "/import", {
    payload: ImportRequest,
    success: Saved,
    error: [NotDone, Later, Unclear]
  }),
  HttpApiEndpoint.get("item", "/items/:item", { params: item, success: ItemView, error: Missing }),
  HttpApiEndpoint.get("grid", "/grid", {
    query: {
      class: Schema.optionalKey(Schema.Natural),
      count: Schema.optionalKey(Count),
      held: Schema.optionalKey(Schema.String)
    },
    success: GridView,
    error: Unclear
  }),
  HttpApiEndpoint.get("review", "/review", {
    query: {
      by: Schema.Literals(["class", "confidence", "mistakes", "disagreement", "answered"]),
      class: Schema.optionalKey(Schema.Natural),
      from: Schema.optionalKey(Schema.Natural),
      count: Schema.optionalKey(Count)
    },
    success: ReviewView,
    error: Later
  }),
  HttpApiEndpoint.get("similar", "/similar/:item", {
    params: item,
    query: { count: Schema.optionalKey(Count) },
    success: GridView,
    error: [Missing, Later]
  }),
  HttpApiEndpoint.get("map", "/map", { success: MapView, error: Later })
) {}

/** The whole API, below `/api`. A field that is not known is refused. */
export class StudioApi extends HttpApi.make("marginalia-studio").add(StudioGroup).middleware(Readable)
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error" })
  .annotate(HttpApi.QueryParseOptions, { onExcessProperty: "error" })
  .prefix("/api")
{}
