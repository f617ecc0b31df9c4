/** The names of the classes, in their colors. */
import { classesIn, colorOf } from "./colors.ts"
import type { Shown } from "./protocol.ts"

/** With more names than this, the colors are told by nobody. */
const MOST = 12

const namesOf = ({ classNames, images, truth }: Shown): ReadonlyArray<string> =>
  classNames ?? (images === undefined ? [] : [...new Set(truth)].toSorted((a, b) => a - b).map(String))

/** The names of the classes in their colors; nothing where they have none, or too many. */
export const Classes = ({ pool }: { readonly pool: Shown | undefined }) => {
  const names = pool === undefined ? [] : namesOf(pool), count = pool === undefined ? 0 : classesIn(pool)
  if (count < 2 || names.length > MOST || names.length === 0) return null
  return (
    <ul class="classes" aria-label="Classes">
      {names.map((name, c) => (
        <li key={name}>
          <i style={{ background: colorOf(c, count, "var(--tone)") }} />
          {name}
        </li>
      ))}
    </ul>
  )
}
