/** The headings of a Markdown text, and what a link to one of them is called. */
import { anchors } from "../api/page.ts"

/** What a line of Markdown reads like: no marks, no addresses of links. */
const plain = (text: string): string =>
  text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "").replaceAll(
    /(^|\W)_([^_]+)_(?=\W|$)/g,
    "$1$2"
  )
    .replaceAll(/\\(.)/g, "$1").trim()

/** The lines of a text that stand in no fenced block, with their numbers. */
export const proseLines = (text: string): ReadonlyArray<readonly [line: string, at: number]> => {
  let closes: RegExp | undefined
  return text.split("\n").flatMap((line, at): ReadonlyArray<readonly [string, number]> => {
    const [, fence] = /^\s*(`{3,}|~{3,})/.exec(line) ?? []
    if (closes !== undefined) {
      if (closes.test(line)) closes = undefined
      return []
    }
    if (fence !== undefined) {
      closes = new RegExp(`^\\s*${fence}${fence[0]}*\\s*$`)
      return []
    }
    return [[line, at]]
  })
}

/** The headings of a text, in order. */
export const headingsOf = (text: string): ReadonlyArray<string> =>
  proseLines(text).flatMap(([line]) => {
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? []
    return heading === undefined ? [] : [plain(heading)]
  })

/** The anchors that a text has: of its headings, numbered where two are the same. */
export const anchorsOf = (text: string): ReadonlySet<string> => new Set(anchors(headingsOf(text)))

/** The anchor of a heading that stands alone. */
export const slug = (heading: string): string => anchors([heading])[0]!
