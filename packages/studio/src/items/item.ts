/**
 * What is labeled, one item after the other: images, texts, or rows of a table.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import type { DatasetError } from "@marginalia/datasets/errors"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"

/** A cell of a row, as it is shown. */
export interface Field {
  /** The column's name. */
  readonly name: string
  /** What stands there, as text. */
  readonly value: string
}

/** What is known of an item, beside its pixels. */
export interface Described {
  /** The item's own name: a file below the folder, an id, or a row number. */
  readonly id: string
  /** Of an image as it is seen, turned as the camera was held; absent where its file does not tell. */
  readonly width?: number
  /** See `width`. */
  readonly height?: number
  /** Of a text, whole. */
  readonly text?: string
  /** Of a row, and what a table says of a text beside it. */
  readonly fields?: ReadonlyArray<Field>
}

/** Bytes of an image, and their media type: `image/png`. */
export interface Media {
  readonly type: string
  readonly bytes: Uint8Array
}

/** Why an item cannot be shown. */
export type ItemFault =
  /** There is none at the position `item`: there are so many, `size`. */
  | { readonly _tag: "NoItem"; readonly item: number; readonly size: number }
  /** It is a text or a row, and an image was asked for. */
  | { readonly _tag: "NoImage" }
  /** Its file is no longer there, or cannot be read; `cause` is what the system said. */
  | { readonly _tag: "Gone"; readonly cause: unknown }
  /** Its file is a link, which leads elsewhere than when it was first looked at. */
  | { readonly _tag: "Strayed" }
  /** Its file is no image that can be shown; `problem` says why, and `cause` is the error. */
  | { readonly _tag: "Unreadable"; readonly problem: Message.Message; readonly cause: unknown }
  /** The package that would show it cannot be loaded; `cause` says which. */
  | { readonly _tag: "MissingPackage"; readonly cause: DatasetError }

const sentence = (reason: ItemFault): Message.Message => {
  switch (reason._tag) {
    case "NoItem":
      return `there is no such item: there are ${reason.size}, from 0`
    case "NoImage":
      return "it is no image"
    case "Gone":
      return "the file is no longer there, or cannot be read"
    case "Strayed":
      return "the link leads elsewhere than when it was first looked at"
    case "Unreadable":
      return reason.problem
    case "MissingPackage":
      return reason.cause.says
  }
}

/** The reasons for which there is nothing at the address of an item's image, as against what is there and cannot be shown. */
const absent: ReadonlySet<ItemFault["_tag"]> = new Set(["NoItem", "NoImage", "Gone", "Strayed"])

/** An item cannot be shown; `id` is its id, or its position where it has none, and `reason` says why. */
export class ItemProblem extends Data.TaggedError("ItemProblem")<{ readonly id: string; readonly reason: ItemFault }> {
  readonly exitCode = 2
  /** Whether there is nothing to show, for the server: it answers 404 then, and 422 for what is there and cannot be shown. */
  get isAbsent(): boolean {
    return absent.has(this.reason._tag)
  }
  get says(): Message.Message {
    return Message.text`${this.id}: ${sentence(this.reason)}`
  }
  override get message(): string {
    return Quote.message(Message.toCode(this.says))
  }
}

/** Items by their positions, from 0. */
export interface Items {
  /** The folder's, file's or data set's own name. */
  readonly name: string
  /** How an item is shown. */
  readonly kind: "image" | "text" | "row"
  /** How many there are. */
  readonly size: number
  /** In the order of the positions; no two are equal. */
  readonly ids: ReadonlyArray<string>
  /** The ids of all that the source has, in its order: more than `ids` where only some are labeled. */
  readonly whole: ReadonlyArray<string>
  /** Of the ids in their order: another pool has another. */
  readonly hash: string
  /** The labels that the source itself holds, `undefined` where an item has none; never shown unless they are asked for. */
  readonly labels: ReadonlyArray<string | undefined> | undefined
  /** Where the images lie, where they are files; `undefined` for others. */
  readonly files: ReadonlyArray<string> | undefined
  /** What is known of an item. Fails with {@link ItemProblem} where its file is gone or cannot be read. */
  readonly describe: (item: number) => Effect.Effect<Described, ItemProblem>
  /** The image whole, as a browser shows it. Fails with {@link ItemProblem} for items that are none. */
  readonly media: (item: number) => Effect.Effect<Media, ItemProblem>
  /**
   * The image within a square of `edge` pixels, never made larger. Fails with {@link ItemProblem} for items that are
   * no images.
   */
  readonly thumb: (item: number, edge: number) => Effect.Effect<Media, ItemProblem>
}
