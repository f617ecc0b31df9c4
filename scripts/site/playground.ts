/** Builds the playground: a page, its style and its worker, and the same as a page of one file. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build, type Plugin, type Rolldown } from "vite"
import { licensesIn } from "../build-programs.ts"
import { root } from "../sources.ts"

const source = join(root, "site", "playground")

/** The digits that come with datasets, in what the worker carries: their pixels in base 64, a letter a label. */
export const digitsModule = (): string => {
  const folder = join(root, "packages", "datasets", "data"), file = readFileSync(join(folder, "digits.npy"))
  const pixels = file.subarray(10 + file.readUInt16LE(8))
  const labels = readFileSync(join(folder, "digits-labels.csv"), "utf8").trim().split("\n").slice(1)
    .map((line) => line.split(",")[1]!.trim())
  return `export const pixels = ${JSON.stringify(pixels.toString("base64"))}\nexport const labels = ${
    JSON.stringify(labels.join(""))
  }\n`
}

const digits: Plugin = {
  name: "the digits",
  resolveId: (id) => id === "virtual:digits" ? `\0${id}` : undefined,
  load: (id) => id === "\0virtual:digits" ? digitsModule() : undefined
}

const programOf = async (file: string): Promise<string> => {
  const { output: [chunk, ...others] } = await build({
    configFile: false,
    logLevel: "silent",
    root: source,
    plugins: [digits],
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      target: "es2022",
      rolldownOptions: { input: join(source, file), output: { format: "iife" } }
    }
  }) as Rolldown.RolldownOutput
  if (others.length > 0) throw new Error(`${file} of the playground becomes ${others.length + 1} files, and not one`)
  return licensesIn(chunk.moduleIds) + chunk.code
}

/** The ways back to the site, on the page that is part of it. */
const ways = `<nav class="site" aria-label="Site">
<a href="../index.html">Marginalia</a>
<a href="../strategies/index.html">Strategies</a>
<a href="../playground-guide.html">How to read it</a>
</nav>
`

const page = (head: string, foot: string, way = ""): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Marginalia: playground</title>
<meta name="description" content="Write a strategy of active learning or move a slider, and see which items it picks, and why.">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}
</head>
<body>
${way}<div id="page"></div>
<noscript>This page needs JavaScript.</noscript>
${foot}
</body>
</html>
`

/** Text that may stand in a script element: nothing in it ends one. */
const inScript = (code: string): string => code.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3c")

/**
 * Writes `index.html`, `page.js`, `worker.js` and `style.css` into a folder, for a server with a strict policy of contents, and
 * `playground.html`, which holds all of them and opens from a disk.
 */
export const buildPlayground = async (folder: string, icon: string): Promise<void> => {
  const [program, worker] = [await programOf("page.tsx"), await programOf("worker.ts")]
  const style = readFileSync(join(source, "style.css"), "utf8")
  const picture = `data:image/svg+xml;base64,${Buffer.from(icon).toString("base64")}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "page.js"), program)
  writeFileSync(join(folder, "worker.js"), worker)
  writeFileSync(join(folder, "style.css"), style)
  const linked =
    `<link rel="icon" href="${picture}"><link rel="stylesheet" href="./style.css"><script src="./page.js" defer></script>`
  writeFileSync(join(folder, "index.html"), page(linked, "", ways))
  const held = `<script type="text/plain" id="worker">${inScript(worker)}</script><script>${inScript(program)}</script>`
  writeFileSync(
    join(folder, "playground.html"),
    page(`<link rel="icon" href="${picture}"><style>${style}</style>`, held)
  )
}

/** Writes what the command serves on a pool of one's own: `page.js`, `worker.js` and `page.css`. */
export const buildServed = async (folder: string): Promise<void> => {
  const files = { "page.js": await programOf("own-page.tsx"), "worker.js": await programOf("own-worker.ts") }
  mkdirSync(folder, { recursive: true })
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code)
  writeFileSync(join(folder, "page.css"), readFileSync(join(source, "style.css")))
}
