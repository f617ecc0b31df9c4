/**
 * The handlers of the API's routes.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as Layer from "effect/Layer"
import { answer, changeClasses, chooseStrategy, queueItems, turnBack, turnForth } from "./acting.ts"
import { Readable, StudioApi } from "./api.ts"
import { bringIn } from "./importing.ts"
import { Unclear } from "./problem.ts"
import { seeGrid, seeItem, seeMap, seeNext, seeProject, seeReview, seeSimilar } from "./seeing.ts"

const handlers = HttpApiBuilder.group(StudioApi, "studio", (all) =>
  Effect.succeed(all.handleAll({
    project: () => seeProject,
    next: ({ query }) => seeNext(query),
    answers: ({ payload }) => answer(payload),
    undo: ({ payload }) => turnBack(payload),
    redo: ({ payload }) => turnForth(payload),
    classes: ({ payload }) => changeClasses(payload),
    strategy: ({ payload }) => chooseStrategy(payload),
    queue: ({ payload }) => queueItems(payload),
    import: ({ payload }) => bringIn(payload),
    item: ({ params }) => seeItem(Number(params.item)),
    grid: ({ query }) => seeGrid(query),
    review: ({ query }) => seeReview(query),
    similar: ({ params, query }) => seeSimilar(Number(params.item), query),
    map: () => seeMap
  })))

const readable = HttpApiMiddleware.layerSchemaErrorTransform(
  Readable,
  ({ cause, kind }) =>
    Effect.fail(
      new Unclear({
        problem: `${kind.toLowerCase()}: ${cause.message}`.slice(0, 500),
        reason: "Schema",
        about: { part: kind.toLowerCase() }
      })
    )
)

/** The API as routes. */
export const apiRoutes = HttpApiBuilder.layer(StudioApi).pipe(Layer.provide(handlers), Layer.provide(readable))
