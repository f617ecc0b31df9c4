import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { Cells } from "../parts/cells.tsx"
import { stay } from "../parts/choices.tsx"
import { Key } from "../parts/key.tsx"
import { Palette } from "../parts/palette.tsx"
import { Thumb } from "../parts/thumb.tsx"
import { apart, flipped, flippedAll, type Sheet } from "../state/grid.ts"
import type { Deed } from "../state/keys.ts"
import type { ItemView } from "../wire.ts"

/** What becomes of an item. */
const FateOf = ({ item, sheet }: { readonly item: ItemView; readonly sheet: Sheet }) => {
  const { project } = useStudio(), other = sheet.odd.get(item.item)
  if (!sheet.odd.has(item.item)) return null
  return <span class="fate">{other === null || other === undefined ? "not this" : project.nameOf(other)}</span>
}

const Title = ({ sheet }: { readonly sheet: Sheet }) => {
  const { grid, project } = useStudio(), count = sheet.grid.items.length
  return (
    <header class="head">
      <h2>
        {sheet.class === null
          ? <>Which of these {count} are alike?</>
          : (
            <>
              {count === 1 ? "This one looks" : `These ${count} look`} like <em>{project.nameOf(sheet.class)}</em>
            </>
          )}
      </h2>
      <p class="note">{sheet.grid.title}. Drop the odd ones, or give one its own class by key; then label the rest.</p>
      <label class="only">
        Look for
        <select
          value={grid.wanted.value ?? ""}
          onChange={({ currentTarget: { value } }) => (value === "" ? grid.free() : grid.load(Number(value)))}
        >
          <option value="">what fits best</option>
          {project.named.value.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
    </header>
  )
}

const Foot = ({ open, sheet }: { readonly sheet: Sheet; readonly open: () => void }) => {
  const { grid, project } = useStudio()
  return (
    <footer class="foot">
      <button type="button" class="main" onMouseDown={stay} onClick={sheet.class === null ? open : grid.confirm}>
        {sheet.class === null ? "Choose a class" : `Label ${grid.chosen.value} as ${project.nameOf(sheet.class)}`}{" "}
        <Key name="Enter" />
      </button>
      <button type="button" onMouseDown={stay} onClick={open}>
        Another class <Key name="/" />
      </button>
      <button type="button" class="quiet" onMouseDown={stay} onClick={() => grid.change(flippedAll)}>
        {sheet.odd.size === 0 ? "Drop all" : "Take all"}
      </button>
      <button type="button" class="quiet" onMouseDown={stay} onClick={() => grid.load()}>
        Others <Key name="s" />
      </button>
    </footer>
  )
}

const Sheet24 = ({ open, sheet }: { readonly sheet: Sheet; readonly open: () => void }) => {
  const { grid } = useStudio(), { items } = sheet.grid
  const press = (deed: Deed | undefined, key: string, at: number): boolean | number => {
    const item = items[at]?.item
    if (key === "Enter") return (sheet.class === null ? open() : grid.confirm()), true
    if (item === undefined) return false
    if (key === "Space") return grid.change((one) => flipped(one, item)), true
    if (deed !== undefined && "class" in deed) return grid.change((one) => apart(one, item, deed.class)), true
    if (deed === undefined) return false
    if (deed.command === "skip") return grid.load(), true
    if (deed.command === "palette") return open(), true
    return false
  }
  return (
    <Cells
      label="Items of the grid"
      multi
      cells={items.map((item) => ({
        key: item.item,
        selected: !sheet.odd.has(item.item),
        look: sheet.odd.has(item.item) ? (sheet.odd.get(item.item) === null ? "odd" : "odd other") : "",
        children: (
          <>
            <Thumb item={item} alt={`Item ${item.id}`} />
            <FateOf item={item} sheet={sheet} />
          </>
        )
      }))}
      click={(at) => grid.change((one) => flipped(one, items[at]!.item))}
      press={press}
    />
  )
}

/** Many items at once. */
export const GridView = () => {
  const { dialog, grid } = useStudio(), sheet = grid.sheet.value, palette = useSignal(false)
  useEffect(() => {
    if (grid.sheet.peek() === undefined) grid.load()
  }, [])
  useEffect(() => {
    if (dialog.value === undefined) palette.value = false
  }, [dialog.value])
  const open = (): void => {
    palette.value = true
    dialog.value = "other"
  }
  return (
    <section class="many" aria-label="Grid">
      {sheet === undefined || sheet.grid.items.length === 0
        ? (
          <p class="nothing" role="status">
            {grid.busy.value ? "Looking for items that are alike …" : "There is nothing left to label here."}
          </p>
        )
        : (
          <>
            <Title sheet={sheet} />
            <Sheet24 sheet={sheet} open={open} />
            <Foot sheet={sheet} open={open} />
          </>
        )}
      {palette.value ? <Palette title="Which class are these?" pick={grid.setClass} /> : null}
    </section>
  )
}
