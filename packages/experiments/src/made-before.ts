/**
 * What an older version made: which changes of picks lie between it and this one.
 */
import { UsageProblem } from "@marginalia/datasets/problems"
import { version } from "./version.ts"

/** A version that picks otherwise than those before it, and where. */
export interface Change {
  readonly version: string
  readonly picks: ReadonlyArray<string>
}

/** All versions that changed picks, the oldest first. */
export const changes: ReadonlyArray<Change> = [
  {
    version: "0.2.0",
    picks: [
      "k-means with two or more threads on small pools, and on pools whose last part is short (clusters were lost)",
      "equal scores of committees and of stochastic passes, which are ties now",
      "scores at the edge of their range, and products of scores below zero",
      "embeddings and other columns far from the origin, very large or very small (k-means, principal components, what files hold)",
      "distances that BADGE estimates between the smallest numbers",
      "SUP where an item lies on the center of another cluster",
      "k-center with nothing labeled where items are equally near to the mean",
      "standardize(…) of scores that are close together and far from 0, tiny or huge",
      "images: where an odd border is cut, bicubic sizes of bytes, and the gray of a color image",
      "shares of mix(…) that a small budget cannot hold, and the radius of probcover while classes are discovered"
    ]
  }
]

const numbers = (text: string): ReadonlyArray<number> => text.split(/[-+]/)[0]!.split(".").map(Number)

/**
 * The order of two versions `a` and `b`, 1.2.3 and the like, as a sort takes it; what follows a hyphen is not looked
 * at.
 */
export const order = (a: string, b: string): number => {
  const [left, right] = [numbers(a), numbers(b)]
  return [0, 1, 2].map((i) => (left[i] ?? 0) - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0
}

/** The changes of picks since a version made something, as the version `now` knows them; by default this one. */
export const changesSince = (made: string, now = version): ReadonlyArray<Change> =>
  changes.filter((change) => order(made, change.version) < 0 && order(change.version, now) <= 0)

/**
 * What to say of something that was made when picks were others; undefined where nothing has changed since.
 *
 * `now` is this version by default.
 */
export const remarkOn = (made: string, now = version): string | undefined => {
  const since = changesSince(made, now)
  if (since.length === 0) return undefined
  const what = since.map((change) => `${change.version}: ${change.picks.join("; ")}`).join(". ")
  return `made by marginalia ${made}, and picks have changed since in ${what}`
}

/**
 * Why this version neither confirms nor goes on with `what`, which another one made; undefined where it does: no picks
 * have changed since, and it is not from a newer version.
 *
 * `now` is this version by default.
 */
export const unmixable = (what: string, made: string, now = version): UsageProblem | undefined => {
  const remark = remarkOn(made, now)
  const hint = `use that version (npx @marginalia/cli@${made}), or make it anew with this one`
  if (remark !== undefined) {
    return new UsageProblem({ problem: `${what} was ${remark}`, hint, reason: "Version", value: made, expected: now })
  }
  if (order(made, now) <= 0) return undefined
  return new UsageProblem({
    problem: `${what} was made by marginalia ${made}, and this is ${now}, which is older`,
    hint,
    reason: "Version",
    value: made,
    expected: now
  })
}
