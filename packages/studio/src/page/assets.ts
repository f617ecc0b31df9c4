/**
 * The page as files: everything that a browser asks for, from the package itself. No file needs another address, an inline
 * script or an inline style.
 */
import script from "./page.gen.ts"
import sheet from "./style.gen.ts"

/** A file of the page. */
export interface Asset {
  /** The media type. */
  readonly type: string
  readonly body: string
}

/** A page of a title, that a program fills; `about` says in a sentence what it is for. */
export const documentOf = (title: string, about: string): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="description" content="${about}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/app/icon.svg">
<link rel="stylesheet" href="/app/page.css">
<script src="/app/page.js" defer></script>
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`

/** A margin, and a note in it. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#2f50c8"/>
<path d="M11 6v20" stroke="#fff" stroke-width="1.5" opacity=".55"/>
<path d="M15 11h11M15 16h11M15 21h7" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
<circle cx="6.5" cy="16" r="2" fill="#fff"/>
</svg>
`

const ABOUT =
  "Label images, texts or rows: a key labels and goes on, a model learns meanwhile, and the next item is the one worth most."

/** The page's files by their paths; `/` is the page. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ["/", { type: "text/html; charset=utf-8", body: documentOf("Marginalia", ABOUT) }],
  ["/app/page.js", { type: "text/javascript; charset=utf-8", body: script }],
  ["/app/page.css", { type: "text/css; charset=utf-8", body: sheet }],
  ["/app/icon.svg", { type: "image/svg+xml", body: icon }]
])
