import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import type { GridView, ItemView } from "../wire.ts"
import { Over } from "./dialog.tsx"
import { Thumb } from "./thumb.tsx"

/** How many neighbors are shown. */
const SHOWN = 24

const nameOfStatus = (item: ItemView, nameOf: (id: number | null) => string): string =>
  item.class === null ? (item.status === "open" ? "" : item.status) : nameOf(item.class)

/** Items that look like one: to look at one, or to be asked about the open ones next. */
export const Similar = ({ item }: { readonly item: number }) => {
  const { acts, ask, dialog, labeling, project, view } = useStudio()
  const found = useSignal<ReadonlyArray<ItemView> | string>("Looking …")
  useEffect(() => {
    let isOpen = true
    void ask<GridView>({
      path: `/api/similar/${item}?count=${SHOWN}`,
      isWanted: () => isOpen,
      waits: (problem) => (found.value = problem)
    }).then(
      (seen) => {
        if (isOpen && seen !== undefined) {
          found.value = seen.items.length === 0
            ? "There are no embeddings yet."
            : seen.items
        }
      },
      (error: unknown) => (found.value = error instanceof Error ? error.message : String(error))
    )
    return () => (isOpen = false)
  }, [item])
  const items = typeof found.value === "string" ? [] : found.value
  const open = items.filter(({ status }) => status === "open")
  const close = (): void => {
    dialog.value = undefined
  }
  return (
    <Over title="Items like this one" wide>
      {typeof found.value === "string" ? <p class="nothing" role="status">{found.value}</p> : null}
      <ul class="alike">
        {items.map((one) => (
          <li key={one.item}>
            <button
              type="button"
              onClick={() => {
                close()
                view.value = "label"
                labeling.show(one.item)
              }}
            >
              <Thumb item={one} alt={`Look at item ${one.id}`} />
              <span>{nameOfStatus(one, project.nameOf)}</span>
            </button>
          </li>
        ))}
      </ul>
      {open.length === 0 ? null : (
        <button
          type="button"
          class="main"
          onClick={() => {
            close()
            acts.post("/api/queue", { items: open.map((one) => one.item) }, {
              view: "label",
              what: `${open.length} items to be asked next`,
              saved: labeling.renew
            })
          }}
        >
          Ask about the {open.length} open ones next
        </button>
      )}
    </Over>
  )
}
