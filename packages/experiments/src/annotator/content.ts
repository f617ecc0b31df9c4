/**
 * An item as a model is shown it: a text, an image, named values, or several of these.
 */
import { createHash } from "node:crypto"

/** An item as a model is shown it. */
export interface Content {
  /** Its name, which no answer may be guessed from. */
  readonly id: string
  /** Of a text, whole. */
  readonly text?: string | undefined
  /** The cells of a row, by name; what a table says beside a text or an image. */
  readonly fields?: ReadonlyArray<{ readonly name: string; readonly value: string }> | undefined
  /** Of an image: its bytes as a file, and their media type, `image/png`. */
  readonly image?: { readonly type: string; readonly bytes: Uint8Array } | undefined
}

/** What an answer follows from beside the item: who is asked, by a text that says all of it, and the classes in their order. */
export interface Question {
  readonly identity: string
  readonly classes: ReadonlyArray<string>
}

/**
 * A key for the answer to a question about an item (`content`): the same for the same annotator, classes, name and content, and
 * another one when any of them changes. 64 hexadecimal digits (SHA-256).
 */
export const keyOf = ({ classes, identity }: Question, { fields, id, image, text }: Content): string => {
  const head = [identity, classes, id, text ?? null, (fields ?? []).map(({ name, value }) => [name, value])]
  const hash = createHash("sha256").update(JSON.stringify([...head, image?.type ?? null]))
  return (image === undefined ? hash : hash.update("\0").update(image.bytes)).digest("hex")
}
