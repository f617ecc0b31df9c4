/**
 * A program that runs modules one after another in this process, so that the packages are loaded once for all of them.
 *
 * Each file that the parent sends is imported; when nothing that it started is going on any more, the mark that was sent
 * with it is written to stdout and to stderr, and the parent is told what the module left changed. A module that fails ends
 * the process, as it would alone. Its arguments are packages that are imported first. Started by `together.ts`, whose test holds it.
 */
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { columnNames } from "../../packages/core/src/declareColumn.ts"

/** What is to be run, and what ends its part of the output. */
export interface Order {
  readonly file: string
  readonly mark: string
}

/** How a module that ran to its end would have ended a process of its own, and what it left changed for others. */
export interface Done {
  readonly code: number
  readonly changed: ReadonlyArray<string>
}

/** What modules could change for one another. */
const state = (): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(process.env).map(([name, value]): [string, unknown] => [`the variable ${name}`, value]),
    ...Object.getOwnPropertyNames(globalThis).map((name): [string, unknown] => [
      name,
      Object.getOwnPropertyDescriptor(globalThis, name)?.value
    ]),
    ["the working folder", process.cwd()],
    ["the exit code", process.exitCode],
    ["the columns", columnNames().join()],
    ["Math.random", Math.random],
    ["Date.now", Date.now],
    ["console.log", console.log],
    ["console.error", console.error],
    ["listeners", process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`).join()]
  ])

const changes = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): ReadonlyArray<string> =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => !Object.is(before.get(name), after.get(name)))

const turn = () => new Promise((resolve) => setTimeout(resolve, 1))

/** How many things keep the process going. */
const busy = async (): Promise<number> => {
  await turn()
  return process.getActiveResourcesInfo().length
}

const end = (stream: NodeJS.WriteStream, mark: string) => new Promise((resolve) => stream.write(mark, resolve))

/** Longest wait for what a module left going on. */
const SECONDS = 60

/** Waits until no more is going on than before a module. */
const quiet = async (file: string, idle: number): Promise<void> => {
  for (let turns = 0; await busy() > idle; turns++) {
    if (turns < SECONDS * 1000) continue
    throw new Error(`${file} does not end: ${process.getActiveResourcesInfo().join(", ")}`)
  }
}

const run = async ({ file, mark }: Order): Promise<Done> => {
  // Made before anything is counted: the streams keep the process going too.
  await Promise.all([end(process.stdout, ""), end(process.stderr, "")])
  const [before, idle] = [state(), await busy()]
  await import(pathToFileURL(join(process.cwd(), file)).href)
  await quiet(file, idle)
  await Promise.all([end(process.stdout, mark), end(process.stderr, mark)])
  return { code: Number(process.exitCode ?? 0), changed: changes(before, state()) }
}

for (const specifier of process.argv.slice(2)) await import(specifier)

process.on("message", (order: Order) => {
  // What fails is nobody's to catch: it ends the process, with its stack.
  void run(order).then((done) => process.send!(done))
})
