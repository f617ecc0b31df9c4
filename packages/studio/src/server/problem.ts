/**
 * What goes wrong with a request, as the page is told: with a status, `{problem, reason, about}`; see `Told`.
 */
import * as Schema from "effect/Schema"
import { toldFields as fields } from "../told.ts"

/** 400: the request cannot be read. */
export class Unclear extends Schema.TaggedError<Unclear>()("Unclear", fields, { httpApiStatus: 400 }) {}

/** 404: there is no such thing. */
export class Missing extends Schema.TaggedError<Missing>()("Missing", fields, { httpApiStatus: 404 }) {}

/** 409: it cannot be done as things are; sent again, it is refused again. */
export class NotDone extends Schema.TaggedError<NotDone>()("NotDone", fields, { httpApiStatus: 409 }) {}

/** 422: the item cannot be shown. */
export class Unshown extends Schema.TaggedError<Unshown>()("Unshown", fields, { httpApiStatus: 422 }) {}

/** 503: not now; the same request may succeed later. */
export class Later extends Schema.TaggedError<Later>()("Later", fields, { httpApiStatus: 503 }) {}
