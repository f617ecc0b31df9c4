/** Subjects for tests of formats: a project of images that are not there, or of files. */
import * as Effect from "effect/Effect"
import type { Subject } from "../src/formats/subject.ts"
import { ItemProblem, type Items } from "../src/items/item.ts"
import type { Act, Created } from "../src/session/event.ts"
import { after } from "./sessions.ts"

/** Items of a kind with these ids; images are 4 × 3. */
export const itemsOf = (ids: ReadonlyArray<string>, change: Partial<Items> = {}): Items => {
  const kind = change.kind ?? "image"
  const none = (item: number) =>
    Effect.fail(new ItemProblem({ id: ids[item]!, reason: { _tag: "Gone", cause: undefined } }))
  return {
    name: "Photos of 2026",
    kind,
    size: ids.length,
    ids,
    whole: ids,
    hash: "",
    labels: undefined,
    files: undefined,
    describe: (item) =>
      Effect.succeed(
        kind === "image"
          ? { id: ids[item]!, width: 4, height: 3 }
          : { id: ids[item]!, text: `text ${item}`, fields: [{ name: "page", value: String(item) }] }
      ),
    media: (item) => Effect.succeed({ type: "image/png", bytes: new TextEncoder().encode(`image ${item}`) }),
    thumb: none,
    ...change
  }
}

/** A project of these items after some acts. */
export const subjectOf = (
  items: Items,
  acts: ReadonlyArray<Act>,
  change: Partial<Created> = {}
): Subject => ({ folder: "photos.marginalia", items, session: after(acts, { size: items.size, ...change }) })
