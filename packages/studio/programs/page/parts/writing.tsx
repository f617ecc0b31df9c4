import { useLayoutEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import type { ItemView } from "../wire.ts"

/** Texts longer than this are folded. */
const LONG = 1200

/** A text, folded where it is long. */
export const Writing = ({ item }: { readonly item: ItemView }) => {
  const { look, settings } = useStudio()
  useLayoutEffect(() => look.turn(), [item.item])
  const text = item.text ?? "", long = text.length > LONG, open = look.unfolded.value || !long
  return (
    <div
      class={settings.value.mono ? "writing mono" : "writing"}
      tabIndex={0}
      role="group"
      aria-label={`Text of item ${item.id}`}
    >
      <p>{open ? text : `${text.slice(0, LONG).replace(/\s+\S*$/, "")} …`}</p>
      {long
        ? (
          <button type="button" class="link" onClick={look.fold} aria-expanded={open}>
            {open ? "Fold" : `Show all ${text.length.toLocaleString("en")} characters`} <kbd aria-hidden="true">e</kbd>
          </button>
        )
        : null}
    </div>
  )
}

/** A row of a table, as a card of its fields. */
export const Row = ({ item }: { readonly item: ItemView }) => (
  <dl class="row" tabIndex={0} role="group" aria-label={`Fields of item ${item.id}`}>
    {(item.fields ?? []).map(({ name, value }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value === "" ? "–" : value}</dd>
      </div>
    ))}
  </dl>
)
