/** What a run with many seeds found: read from vitest's JSON report. */

/** What the runner writes beside a test's result. */
export interface Tried {
  /** Seeds with which it ran; nothing where it draws nothing. */
  readonly seeds?: number
  /** The command that shows again how it failed. */
  readonly again?: string
}

/** The part of the report that is read. */
export interface Report {
  readonly testResults: ReadonlyArray<{
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: ReadonlyArray<{
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: ReadonlyArray<string> | null
      readonly meta?: Tried
    }>
  }>
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
}

/** What came of it. */
export interface Found {
  /** Properties that hold with every seed. */
  readonly held: number
  /** Tests that draw nothing, and pass. */
  readonly once: number
  /** Properties that hold, and had fewer seeds than were asked for. */
  readonly fewer: number
  /** Runs of properties, over all seeds. */
  readonly runs: number
  readonly failures: ReadonlyArray<Failure>
}

type Test = Report["testResults"][number]["assertionResults"][number]

const failureOf = (file: string, { failureMessages, fullName, meta }: Test): Failure => {
  const message = failureMessages?.join("\n") ?? ""
  return {
    file,
    title: fullName,
    path: /path: "([^"]*)"/.exec(message)?.[1],
    command: meta?.again,
    message
  }
}

/** Reads a report of `asked` seeds; a file that cannot be loaded is one failure. `nameOf` shortens a file's path. */
export const readReport = (
  asked: number,
  { testResults }: Report,
  nameOf: (path: string) => string
): Found => {
  const tests = testResults.flatMap((file) => file.assertionResults.map((test) => ({ test, file: nameOf(file.name) })))
  const passed = tests.filter(({ test }) => test.status === "passed").map(({ test }) => test.meta?.seeds ?? 0)
  const unread = testResults.filter(({ assertionResults, status }) =>
    status === "failed" && assertionResults.length === 0
  )
  return {
    held: passed.filter((seeds) => seeds > 0).length,
    fewer: passed.filter((seeds) => seeds > 0 && seeds < asked).length,
    once: passed.filter((seeds) => seeds === 0).length,
    runs: tests.reduce((sum, { test }) => sum + (test.meta?.seeds ?? 0), 0),
    failures: [
      ...tests.filter(({ test }) => test.status === "failed").map(({ file, test }) => failureOf(file, test)),
      ...unread.map(({ message = "", name }) => ({
        file: nameOf(name),
        title: "cannot be loaded",
        path: undefined,
        command: undefined,
        message
      }))
    ]
  }
}

/** A failure in words: where, which seed and path, and the command that shows it again. */
export const describeFailure = ({ command, file, message, path, title }: Failure): string =>
  [
    `FAILED ${file}: ${title}`,
    ...(path === undefined ? [] : [`  path: ${path}`]),
    command === undefined ? `  ${message.split("\n")[0] ?? ""}` : `  again: ${command}`
  ].join("\n")
