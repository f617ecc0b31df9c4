/** What a run with many seeds found: what came of each test file, and what that makes together. */

/** What the runner writes beside a test's result. */
export interface Tried {
  /** Seeds with which it ran; nothing where it draws nothing. */
  readonly seeds?: number
  /** Seconds of computing that they took. */
  readonly computed?: number
  /** The command that shows again how it failed. */
  readonly again?: string
}

/** What came of one test. */
export interface TestReport {
  readonly title: string
  readonly state: "passed" | "failed" | "skipped"
  readonly tried: Tried
  /** What it failed with; empty when it did not. */
  readonly message: string
}

/** What came of one test file. */
export interface FileReport {
  /** Its path from the root. */
  readonly file: string
  /** Why it could not be run, or what went wrong beside its tests; empty when nothing did. */
  readonly message: string
  readonly seconds: number
  readonly tests: ReadonlyArray<TestReport>
}

/** A test that fails, and how to see it again. */
export interface Failure {
  readonly file: string
  readonly title: string
  /** The counterexample within the seed, where fast-check tells one. */
  readonly path: string | undefined
  /** Nothing where nothing is drawn. */
  readonly command: string | undefined
  readonly message: string
  /** Whether it was ended for the time it took: on a busy machine that is no counterexample. */
  readonly late: boolean
}

/** What came of some files. */
export interface Found {
  readonly files: number
  /** Properties that hold with every seed they had. */
  readonly held: number
  /** Tests that draw nothing, and pass. */
  readonly once: number
  /** Properties that hold, and had fewer seeds than were asked for. */
  readonly fewer: number
  /** Runs of properties, over all seeds. */
  readonly runs: number
  /** Seconds of computing that these took. */
  readonly computed: number
  readonly failures: ReadonlyArray<Failure>
}

const failureOf = (file: string, { message, title, tried }: TestReport): Failure => ({
  file,
  title,
  path: /path: "([^"]*)"/.exec(message)?.[1],
  command: tried.again,
  message,
  late: /^Test timed out in \d+ms/m.test(message)
})

const failuresOf = ({ file, message, tests }: FileReport): ReadonlyArray<Failure> => [
  ...tests.filter(({ state }) => state === "failed").map((test) => failureOf(file, test)),
  ...(message === "" ? [] : [{ file, title: "(the file)", path: undefined, command: undefined, message, late: false }])
]

const sum = (all: ReadonlyArray<number | undefined>): number => all.reduce<number>((total, n = 0) => total + n, 0)

/** What came of some files together, with `asked` seeds. */
export const together = (asked: number, files: ReadonlyArray<FileReport>): Found => {
  const tests = files.flatMap((file) => file.tests)
  const passed = tests.filter(({ state }) => state === "passed").map(({ tried }) => tried.seeds ?? 0)
  return {
    files: files.length,
    held: passed.filter((seeds) => seeds > 0).length,
    fewer: passed.filter((seeds) => seeds > 0 && seeds < asked).length,
    once: passed.filter((seeds) => seeds === 0).length,
    runs: sum(tests.map(({ tried }) => tried.seeds)),
    computed: sum(tests.map(({ tried }) => tried.computed)),
    failures: files.flatMap(failuresOf)
  }
}

/** A failure in words: where, which seed and path, and the command that shows it again. */
export const describeFailure = ({ command, file, late, message, path, title }: Failure): string =>
  [
    `${late ? "TOO LONG" : "FAILED"} ${file}: ${title}`,
    ...(path === undefined ? [] : [`  path: ${path}`]),
    ...(command === undefined || late ? [`  ${message.split("\n")[0] ?? ""}`] : []),
    ...(command === undefined ? [] : [`  again: ${command}`])
  ].join("\n")
