/**
 * Pictures of a pool's items: those of a folder, an array or a data set that have the items' ids.
 */
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { ItemProblem, type Items } from "../items/item.ts"

/** Pictures by the positions of the pool. */
export interface Pictures {
  readonly items: Pick<Items, "size" | "media" | "thumb">
  /** The positions that have one, ascending. */
  readonly pictured: ReadonlyArray<number>
}

/**
 * The pictures of items with these `ids` among those of a source. Fails with `UsageProblem` where it holds no images, or none of
 * an item.
 */
export const picturesOf = (
  ids: ReadonlyArray<string>,
  from: Pick<Items, "name" | "kind" | "ids" | "media" | "thumb">
): Effect.Effect<Pictures, UsageProblem> => {
  const refused = (problem: string, hint: string) =>
    Effect.fail(
      new UsageProblem({ problem, hint, reason: "Value", setting: "images", value: from.name, expected: "images" })
    )
  if (from.kind !== "image") return refused(`${from.name} holds no images`, "name a folder or a table of images")
  const place = new Map(from.ids.map((id, at) => [id, at])), at = ids.map((id) => place.get(id))
  const pictured = ids.flatMap((_, i) => at[i] === undefined ? [] : [i])
  if (pictured.length === 0) {
    return refused(
      `no item of the pool has a picture in ${from.name}: the pool's first is "${ids[0]}", the first picture "${
        from.ids[0] ?? ""
      }"`,
      "the ids must be the images' names below the folder, as marginalia embed writes them into the .ids.csv beside a pool"
    )
  }
  const shown = <A>(item: number, ask: (there: number) => Effect.Effect<A, ItemProblem>) => {
    const there = at[item]
    if (there !== undefined) return ask(there)
    return Effect.fail(new ItemProblem({ id: ids[item] ?? String(item), reason: { _tag: "NoImage" } }))
  }
  return Effect.succeed({
    pictured,
    items: {
      size: ids.length,
      media: (item) => shown(item, from.media),
      thumb: (item, edge) => shown(item, (there) => from.thumb(there, edge))
    }
  })
}
