/**
 * Items as the page shows them, with what their source says of them.
 */
import * as Effect from "effect/Effect"
import type { Offer } from "../session/offer.ts"
import { itemView } from "../view/item.ts"
import type { RoomParts } from "./room.ts"
import type { ItemView } from "./wire.ts"

/** The views of offers, in their order. An item that its source can no longer describe is shown by its id. */
export const showAll = (
  { items, learning, project }: RoomParts,
  offers: ReadonlyArray<Offer>
): Effect.Effect<ReadonlyArray<ItemView>> =>
  Effect.forEach(offers, (offer) =>
    items.describe(offer.item).pipe(
      Effect.orElseSucceed(() => ({ id: items.ids[offer.item]! })),
      Effect.map((described) => itemView(project.session(), learning.model(), offer, described))
    ), { concurrency: 8 })

/** The views of items that someone chose to see. */
export const showChosen = (room: RoomParts, chosen: ReadonlyArray<number>): Effect.Effect<ReadonlyArray<ItemView>> =>
  showAll(room, chosen.map((item) => ({ item, order: "chosen" })))
