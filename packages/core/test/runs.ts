/**
 * How many cases a property is tried on: all of them in `npm run check:properties`, a sixth in `npm test` (a twelfth of a
 * law that hundreds of parts are tried by), which draws others each time. The one place that says so.
 */

/** The environment variable that says `all` where every property has its whole number of cases. */
export const RUNS = "MARGINALIA_RUNS"

/** `npm test` tries one case in so many. */
const SHORT = 6

/** And one in so many of a law, which is tried on each of many subjects. */
const SHORT_OF_LAWS = 12

/** And one example in so many. */
const SHORT_OF_EXAMPLES = 4

type Environment = { readonly [name: string]: string | undefined }

const share = (whole: number, of: number, env: Environment): number =>
  env[RUNS] === "all" ? whole : Math.ceil(whole / of)

/** Of `whole` cases, those that are tried in this process; one at least. */
export const runs = (whole: number, env: Environment = process.env): number => share(whole, SHORT, env)

/** Of `whole` queries that a law is tried on for each subject, those that are tried in this process; one at least. */
export const lawRuns = (whole: number, env: Environment = process.env): number => share(whole, SHORT_OF_LAWS, env)

/**
 * Of a list of examples, those that are tried in this process: one in four, others with each `seed`, or all where the
 * environment says so.
 */
export const someOf = <A>(all: ReadonlyArray<A>, seed: number, env: Environment = process.env): ReadonlyArray<A> =>
  env[RUNS] === "all" ? all : all.filter((_, i) => (i + seed) % SHORT_OF_EXAMPLES === 0)
