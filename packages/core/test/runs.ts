/**
 * How many cases a property is tried on: all of them in `npm run check:properties`, a quarter in `npm test`, which draws
 * others each time. The one place that says so.
 */

/** The environment variable that says `all` where every property has its whole number of cases. */
export const RUNS = "MARGINALIA_RUNS"

/** `npm test` tries one case in so many. */
const SHORT = 4

/** Of `whole` cases, those that are tried in this process; one at least. */
export const runs = (whole: number, env: { readonly [name: string]: string | undefined } = process.env): number =>
  env[RUNS] === "all" ? whole : Math.ceil(whole / SHORT)
