/**
 * Tables, inline code and drawings as the site shows them: every column is named, what is wide scrolls in a box, and a flag is never
 * broken.
 */

/** As much of markdown-it's tokens as is used. */
export interface Token {
  readonly type: string
  content: string
  children: Array<Token> | null
  readonly attrSet: (name: string, value: string) => void
  readonly attrJoin: (name: string, value: string) => void
}

type Rule = (tokens: Array<Token>, at: number, options: unknown, env: unknown, self: Renderer) => string

interface Renderer {
  readonly renderToken: (tokens: Array<Token>, at: number, options: unknown) => string
}

/** As much of markdown-it as is used. */
export interface Markdown {
  readonly core: {
    readonly ruler: {
      readonly push: (
        name: string,
        rule: (
          state: {
            readonly tokens: Array<Token>
            readonly Token: new(type: string, tag: string, nesting: 0) => Token
          }
        ) => void
      ) => void
    }
  }
  readonly renderer: { readonly rules: { [name: string]: Rule | undefined } }
}

/** A column that has no name: the first names what a row is about, another says something of it. */
const unnamed = (column: number): string => column === 0 ? "name" : "what it is"

/** With a cell longer than this, the rows of a table are stacked on a phone. */
const LONG = 60

/** Code and numbers of at most so many characters stand in one line. */
const SHORT = 24

const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*_]/g, "").trim()

const roles: { readonly [type: string]: string } = {
  table_open: "table",
  thead_open: "rowgroup",
  tbody_open: "rowgroup",
  tr_open: "row",
  th_open: "columnheader",
  td_open: "cell"
}

/** The tokens of each table, from its first to its last. */
const tablesIn = (tokens: ReadonlyArray<Token>): ReadonlyArray<ReadonlyArray<Token>> =>
  tokens.flatMap((token, at) =>
    token.type === "table_open"
      ? [tokens.slice(at, tokens.findIndex(({ type }, i) => i > at && type === "table_close"))]
      : []
  )

/** A cell: what opens it, and what stands in it. */
type Cell = readonly [open: Token, inside: Token]

const cellsOf = (table: ReadonlyArray<Token>, type: string): ReadonlyArray<Cell> =>
  table.flatMap((token, at): ReadonlyArray<Cell> => token.type === type ? [[token, table[at + 1]!]] : [])

/**
 * Of a table whose cells are sentences: classes and names by which the sheet stacks its rows on a phone, and the roles that it has as a
 * table, which browsers forget of one that is laid out otherwise.
 */
const stack = (table: ReadonlyArray<Token>, names: ReadonlyArray<string>, cells: ReadonlyArray<Cell>): void => {
  table[0]!.attrJoin("class", "told")
  for (const token of table) if (roles[token.type] !== undefined) token.attrSet("role", roles[token.type]!)
  cells.forEach(([open, { content }], i) => {
    const column = i % names.length
    if (column > 0 && content !== "") open.attrSet("data-of", names[column]!)
  })
}

const escaped = /^(<code[^>]*)>([\s\S]*)<\/code>$/

const isWhole = (word: string): boolean => word.includes("-") && word.length <= 32

/** Inline code that is short is not broken, and no word of a longer one at its hyphens. */
export const unbroken = (html: string): string =>
  html.replace(escaped, (_, open: string, text: string) => {
    const words = text.split(" ")
    if (words.length === 1 || text.length <= SHORT) {
      return `${open}${isWhole(text) ? ` class="whole"` : ""}>${text}</code>`
    }
    return `${open}>${
      words.map((word) => isWhole(word) ? `<span class="whole">${word}</span>` : word).join(" ")
    }</code>`
  })

type Core = Parameters<Parameters<Markdown["core"]["ruler"]["push"]>[1]>[0]

const nameHeads = (heads: ReadonlyArray<Cell>, { Token }: Core): void =>
  heads.forEach(([open, inside], column) => {
    open.attrSet("scope", "col")
    if (inside.content !== "") return
    const hidden = new Token("html_inline", "", 0)
    hidden.content = `<span class="visually-hidden">${unnamed(column)}</span>`
    inside.children = [hidden]
  })

const isNumber = (text: string): boolean => /^[\d.,−+-]+ ?[^\d\s]{0,4}$/.test(text)

const tables = (core: Core): void => {
  for (const table of tablesIn(core.tokens)) {
    const heads = cellsOf(table, "th_open"), cells = cellsOf(table, "td_open")
    nameHeads(heads, core)
    for (const [open, { content }] of cells) if (isNumber(content)) open.attrJoin("class", "whole")
    if (cells.some(([, { content }]) => plain(content).length > LONG)) {
      stack(table, heads.map(([, { content }]) => plain(content)), cells)
    }
  }
}

/** Drawings have letters, which a phone would make too small to read: there they are as wide as they need, in a box that scrolls. */
const drawings = ({ tokens }: Core): void =>
  tokens.forEach(({ children, content }, at) => {
    if (children?.length !== 1 || !/^!\[[^\]]*\]\([^)\s]+\.svg\)$/.test(content)) return
    tokens[at - 1]!.attrJoin("class", "drawing")
    tokens[at - 1]!.attrSet("tabindex", "0")
  })

/** Makes Markdown so. */
export const readable = (markdown: Markdown): void => {
  markdown.core.ruler.push("tables", tables)
  markdown.core.ruler.push("drawings", drawings)
  const { rules } = markdown.renderer, code = rules["code_inline"]!
  rules["table_open"] = (tokens, at, options, _, self) =>
    `<div class="table" tabindex="0">${self.renderToken(tokens, at, options)}`
  rules["table_close"] = (tokens, at, options, _, self) => `${self.renderToken(tokens, at, options)}</div>`
  rules["code_inline"] = (...all) => unbroken(code(...all))
}
