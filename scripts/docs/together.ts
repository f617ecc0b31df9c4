/** Running modules in one process, one after another, each as if it were alone. */
import { type ChildProcess, execFile, fork } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { join } from "node:path"
import { root } from "../sources.ts"
import type { Done } from "./one-process.ts"

/** What a program printed, and how it ended. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A process that runs modules of its folder. */
export interface Together {
  /** Runs one, after those asked for before. */
  readonly run: (file: string) => Promise<Run>
  readonly close: () => void
}

/** The environment of programs whose output is read: no colors, and a terminal of a known width. */
const plain = (): NodeJS.ProcessEnv => ({ ...process.env, NO_COLOR: "1", COLUMNS: "120" })

/** Runs a program in a process of its own. */
export const runProgram = (program: string, args: ReadonlyArray<string>, cwd: string): Promise<Run> =>
  new Promise((resolve) => {
    execFile(program, args, { cwd, env: plain(), encoding: "utf8", maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr })
    })
  })

const start = (folder: string, first: ReadonlyArray<string>): ChildProcess =>
  fork(join(root, "scripts/docs/one-process.ts"), [...first], {
    cwd: folder,
    env: plain(),
    execArgv: [],
    // No input: a module that only looks at it would seem to wait for it.
    stdio: ["ignore", "pipe", "pipe", "ipc"]
  })

/** What comes out of a stream up to a mark; `text` has what came so far. */
const upTo = (stream: NodeJS.ReadableStream, mark: string) => {
  const read = { text: "", marked: Promise.resolve() }
  read.marked = new Promise((resolve) => {
    const take = (chunk: unknown) => {
      read.text += String(chunk)
      if (!read.text.endsWith(mark)) return
      read.text = read.text.slice(0, -mark.length)
      stream.off("data", take)
      resolve()
    }
    stream.on("data", take)
  })
  return read
}

const runIn = async (child: ChildProcess, file: string): Promise<Run & Done> => {
  const mark = `\n${randomUUID()}\n`
  const [out, err] = [upTo(child.stdout!, mark), upTo(child.stderr!, mark)]
  const told = once(child, "message").then(([done]) => done as Done)
  const end = new AbortController()
  const closed = once(child, "close", { signal: end.signal }).then(([code]) => Number(code ?? 1))
  child.send({ file, mark })
  const whole = Promise.all([told, out.marked, err.marked]).then(([done]) => done)
  const ended = closed.then((code) => ({ code, changed: ["the process"] }))
  try {
    return { ...await Promise.race([whole, ended]), stdout: out.text, stderr: err.text }
  } finally {
    end.abort()
  }
}

/**
 * A process in `folder` that loads each package once. A module that fails, ends the process or leaves something changed in
 * it is the last one of that process: the next has a new one. Modules that every process loads at once are `first`.
 */
export const together = (folder: string, first: ReadonlyArray<string> = []): Together => {
  let child: ChildProcess | undefined
  const close = () => {
    child?.kill()
    child = undefined
  }
  const next = async (file: string): Promise<Run> => {
    const { changed, ...run } = await runIn(child ??= start(folder, first), file)
    if (changed.length > 0) close()
    return run
  }
  let last: Promise<unknown> = Promise.resolve()
  const run = (file: string): Promise<Run> => {
    const mine = last.then(() => next(file))
    last = mine.catch(() => undefined)
    return mine
  }
  return { run, close }
}

/** Whether code uses tensors, of which a process has one engine; loading it takes a second. */
export const hasTensors = (code: string): boolean =>
  /@marginalia\/(?:models|experiments)|from "\.\/digits\.ts"/.test(code)

/** Whether code is at home only in a process of its own: the command has one registry, and a program may look at how it was started. */
export const isAlone = (code: string): boolean =>
  /@marginalia\/(?:report|cli)|\bprocess\b|import\.meta|\bWorker\b|from "\.\.?\/(?!digits\.ts")/.test(code)

/** What runs modules of a folder, given their code. */
export interface Runner {
  readonly run: (file: string, code: string) => Promise<Run>
  readonly close: () => void
}

/** Runs modules of a folder: alone, with those that use tensors, or with those that use none. */
export const runner = (folder: string): Runner => {
  const plainly = together(folder), withTensors = together(folder, [new URL("tensors.ts", import.meta.url).href])
  return {
    run: (file, code) =>
      isAlone(code)
        ? runProgram(process.execPath, [file], folder)
        : (hasTensors(code) ? withTensors : plainly).run(file),
    close: () => [plainly, withTensors].forEach(({ close }) => close())
  }
}
