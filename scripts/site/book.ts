/** The pages of the site, from the Markdown and the examples of the repository. */
import { posix } from "node:path"
import { allFiles, textOf } from "../sources.ts"
import { headingsOf } from "./headings.ts"
import { routeOf } from "./route.ts"

/** A page as it is before its links are made the site's. */
export interface Page {
  /** The file or folder that it tells of, from the repository's root. */
  readonly file: string
  /** Its path below the site's root, with `.md`. */
  readonly route: string
  readonly title: string
  /** Markdown, with links as the file has them. */
  readonly text: string
}

const isMarkdown = (file: string): boolean =>
  /^(README|CONTRIBUTING|AGENTS)\.md$|^docs\/.*\.md$|^packages\/.*\/README\.md$/.test(file) &&
  !/\/fixtures\/|^packages\/[^/]+\/docs\//.test(file)

const isExample = (file: string): boolean =>
  /^(examples|packages\/distributed\/examples)\//.test(file) && !file.endsWith(".test.ts")

/** A folder whose files are told on one page. */
const folders = ["examples/05-run-an-experiment", "examples/python", "packages/distributed/examples"]

const folderOf = (file: string): string | undefined => folders.find((folder) => file.startsWith(`${folder}/`))

const blocks = /(^(?:```|~~~)[\s\S]*?^(?:```|~~~))/m
const comment = /^<!--[\s\S]*?-->[^\S\n]*\n?/gm

/** Markdown without its comments: marks for those who write a page. What stands in a block of code stays. */
export const uncommented = (text: string): string =>
  text.split(blocks).map((part, i) => i % 2 === 0 ? part.replace(comment, "") : part).join("").trimStart()

const markdownPage = (file: string): Page => {
  const text = uncommented(textOf(file))
  return { file, route: routeOf(file), title: headingsOf(text)[0] ?? file, text }
}

const languages: { readonly [extension: string]: string } = {
  ".ts": "ts",
  ".py": "python",
  ".ipynb": "python",
  ".yaml": "yaml",
  ".slurm": "sh",
  ".service": "ini"
}

interface Cell {
  readonly cell_type: string
  readonly source: ReadonlyArray<string>
}

/** A file as it is read: of a notebook its cells of code, one after the other. */
const shown = (file: string): string => {
  if (!file.endsWith(".ipynb")) return textOf(file).trimEnd()
  const { cells } = JSON.parse(textOf(file)) as { readonly cells: ReadonlyArray<Cell> }
  return cells.filter((cell) => cell.cell_type === "code").map(({ source }) => source.join("")).join("\n\n")
}

const block = (file: string): string => `\`\`\`\`${languages[posix.extname(file)] ?? "text"}\n${shown(file)}\n\`\`\`\``

const named: { readonly [word: string]: string } = { python: "Python" }

/** `04-your-own-score.ts` as a title: what the name says, without its number; of a program of another language which one that is. */
const titleOf = (path: string): string => {
  const name = posix.basename(path).replace(/^\d+-/, ""), isPython = /\.(py|ipynb)$/.test(name)
  const words = name.replace(/\.\w+$/, "").split("-").map((word) => named[word] ?? word).join(" ")
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  return !isPython ? title : title.endsWith("Python") ? `${title}: its Python` : `${title}, in Python`
}

interface Notebook {
  readonly cells: ReadonlyArray<{ readonly cell_type: string; readonly source: ReadonlyArray<string> }>
}

/** A notebook's cells: what is written as it is, without its title, and code in fences. */
const notebook = (file: string): string =>
  (JSON.parse(textOf(file)) as Notebook).cells.map(({ cell_type, source }) => {
    const text = source.join("")
    return cell_type === "code" ? `\`\`\`python\n${text}\n\`\`\`` : text.replace(/^# .*\n*/, "")
  }).join("\n\n")

const examplePage = (file: string): Page => {
  const title = titleOf(file), body = file.endsWith(".ipynb") ? notebook(file) : block(file)
  return { file, route: routeOf(file), title, text: `# ${title}\n\n\`${file}\`\n\n${body}\n` }
}

const folderPage = (folder: string): Page => {
  const files = allFiles().filter((file) => folderOf(file) === folder).toSorted()
  const title = folder === "packages/distributed/examples" ? "Workers on other machines" : titleOf(folder)
  const told = files.map((file) => `## ${posix.basename(file)}\n\n\`${file}\`\n\n${block(file)}\n`)
  return { file: folder, route: `${folder}/index.md`, title, text: `# ${title}\n\n${told.join("\n")}` }
}

/** Every page, by its file. */
export const readBook = (): ReadonlyMap<string, Page> => {
  const files = allFiles().toSorted()
  const pages = [
    ...files.filter(isMarkdown).map(markdownPage),
    ...files.filter((file) => isExample(file) && folderOf(file) === undefined).map(examplePage),
    ...folders.map(folderPage)
  ]
  return new Map(pages.map((page) => [page.file, page]))
}

/** The page that tells of a file or folder; undefined where there is none. */
export const pageFor = (book: ReadonlyMap<string, Page>, path: string): Page | undefined =>
  book.get(path) ?? book.get(posix.join(path, "README.md")) ?? book.get(folderOf(path) ?? "")
