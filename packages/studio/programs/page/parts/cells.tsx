import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"
import { acrossOf, cellAfter } from "../state/cells.ts"
import type { Deed } from "../state/keys.ts"

/** What a cell is. */
export interface Cell {
  readonly key: number
  readonly selected: boolean
  readonly look: string
  readonly children: ComponentChildren
}

interface Props {
  readonly label: string
  readonly cells: ReadonlyArray<Cell>
  readonly multi?: boolean
  /** A click on a cell. */
  readonly click: (at: number) => void
  /** A key while the cell `at` is in focus; true: it is done; a number: and this cell is in focus now. */
  readonly press: (deed: Deed | undefined, key: string, at: number) => boolean | number
}

const cellsIn = (box: HTMLElement | null): ReadonlyArray<HTMLElement> =>
  box === null ? [] : Array.from(box.querySelectorAll<HTMLElement>("[role=option]"))

/** Items side by side, which arrow keys go through. One is in focus; keys mean it wherever the focus of the page is. */
export const Cells = ({ cells, click, label, multi = false, press }: Props) => {
  const { catchers, view } = useStudio(), at = useSignal(0), box = useRef<HTMLDivElement>(null)
  const here = Math.min(at.value, Math.max(0, cells.length - 1))
  const go = (to: number): void => {
    at.value = to
    const cell = cellsIn(box.current)[to]
    cell?.focus()
    cell?.scrollIntoView({ block: "nearest" })
  }
  // Before the next key: it is for the cell that is in focus by then.
  useLayoutEffect(() => {
    const name = view.peek()
    catchers.set(name, (deed, key) => {
      const across = acrossOf(cellsIn(box.current).map((cell) => cell.offsetTop))
      const to = cellAfter(key, here, cells.length, across)
      if (to !== undefined) return go(to), true
      const done = press(deed, key, here)
      if (typeof done === "number") go(done)
      return done !== false
    })
    return () => void catchers.delete(name)
  })
  return (
    <div class="cells" role="listbox" aria-label={label} aria-multiselectable={multi} ref={box}>
      {cells.map(({ children, key, look, selected }, i) => (
        <div
          key={key}
          role="option"
          class={i === here ? `cell ${look} here` : `cell ${look}`}
          tabIndex={i === here ? 0 : -1}
          aria-selected={selected}
          onClick={() => {
            at.value = i
            click(i)
          }}
          onFocus={() => (at.value = i)}
        >
          {children}
        </div>
      ))}
    </div>
  )
}
