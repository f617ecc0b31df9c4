import { useStudio } from "../context.ts"
import { spoken } from "../state/label.ts"
import { Thumb } from "./thumb.tsx"

/** How many answered items are shown. */
const SHOWN = 12

/** The items before this one: a click looks at one again. */
export const Strip = () => {
  const { labeling, project } = useStudio()
  const past = labeling.before.value.slice(-SHOWN).reverse()
  if (past.length === 0) return null
  return (
    <nav class="strip" aria-label="Answered before">
      <ol>
        {past.map(({ answer, item, nonce }) => (
          <li key={nonce}>
            <button
              type="button"
              onClick={() => labeling.show(item.item)}
            >
              <Thumb item={item} alt={`Look again at item ${item.id}`} />
              <span class={answer._tag === "Label" ? "" : "none"}>{spoken(answer, project.nameOf)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
