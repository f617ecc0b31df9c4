/** Makes a built site one that a strict policy of contents lets run: what its pages had inline lies in files. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const inline = /<script(?![^>]*\bsrc=)(?![^>]*type="application\/)[^>]*>([\s\S]*?)<\/script>/g

/** A page without its inline scripts, and those scripts, in order. */
export const withoutInline = (
  html: string,
  address: (code: string) => string
): readonly [html: string, codes: ReadonlyArray<string>] => {
  const codes: Array<string> = []
  const text = html.replaceAll(inline, (_, code: string) => {
    codes.push(code)
    return `<script src="${address(code)}"></script>`
  })
  return [text, codes]
}

const nameOf = (code: string): string => `early.${createHash("sha256").update(code).digest("hex").slice(0, 8)}.js`

/** The HTML files below a folder, by their paths in it. */
export const htmlIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".html"))
    .map((path) => path.replaceAll("\\", "/")).toSorted()

/** Moves the inline scripts of all pages of a built site into files; `base` is the site's address on its server, `/` or `/name/`. */
export const settle = (folder: string, base: string): void => {
  const written = new Set<string>()
  for (const path of htmlIn(folder)) {
    const [html, codes] = withoutInline(
      readFileSync(join(folder, path), "utf8"),
      (code) => `${base}assets/${nameOf(code)}`
    )
    for (const code of codes) {
      if (!written.has(code)) writeFileSync(join(folder, "assets", nameOf(code)), `${code}\n`)
      written.add(code)
    }
    writeFileSync(join(folder, path), html)
  }
}
