/** Which column of a table holds the images. */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { words } from "../files/role-names.ts"

/** What columns of images are called, the likeliest first. */
const NAMES = ["image", "img", "picture", "photo"]

/** Of the columns of images, at least one, the one that is taken: called `image`, `img`, `picture` or `photo`, else the first. */
export const chooseColumn = (names: readonly [string, ...ReadonlyArray<string>]): string =>
  NAMES.flatMap((wanted) => names.filter((name) => words(name).join("") === wanted))[0] ?? names[0]

/** What is said where there are several. */
export const otherColumns = (taken: string, names: ReadonlyArray<string>): ReadonlyArray<Message.Message> => {
  const others = names.filter((name) => name !== taken)
  const hold = others.length === 1 ? "holds images too, and is" : "hold images too, and are"
  return others.length === 0
    ? []
    : [Message.text`note: the images are those of ${Quote.value(taken)}; ${Quote.list(others)} ${hold} passed over`]
}
