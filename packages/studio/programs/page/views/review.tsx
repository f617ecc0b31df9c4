import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { Cells } from "../parts/cells.tsx"
import { stay } from "../parts/choices.tsx"
import { Palette } from "../parts/palette.tsx"
import { Thumb } from "../parts/thumb.tsx"
import type { Deed } from "../state/keys.ts"
import { spoken } from "../state/label.ts"
import type { Project } from "../state/project.ts"
import { type By, type Line, orders } from "../state/review.ts"
import type { Answer } from "../wire.ts"

const statuses: Readonly<Record<Line["status"], string>> = {
  open: "open",
  skipped: "skipped",
  labeled: "labeled",
  cannotTell: "cannot tell",
  bad: "bad item",
  conflict: "in conflict"
}

const statusOf = (line: Line, nameOf: Project["nameOf"]): string =>
  line.now !== undefined ? spoken(line.now, nameOf) : line.class === null ? statuses[line.status] : nameOf(line.class)

const Said = ({ line }: { readonly line: Line }) => {
  const { project, review } = useStudio()
  if (review.by.value !== "disagreement") return <small class="reason">{line.reason}</small>
  return (
    <small class="reason">
      {line.said.map(({ answer, who }) => `${who}: ${spoken(answer, project.nameOf)}`).join(" · ")}
    </small>
  )
}

const Content = ({ line }: { readonly line: Line }) => {
  const { project } = useStudio(), [best] = line.suggestions
  const other = best !== undefined && best.class !== line.class && line.now === undefined ? best : undefined
  return (
    <>
      <Thumb item={line} alt={`Item ${line.id}`} />
      <b class="is">{statusOf(line, project.nameOf)}</b>
      {other === undefined
        ? null
        : (
          <small>
            {other.by ?? "model"}: {project.nameOf(other.class)}
            {other.p === null ? null : <>, {Math.round(other.p * 100)}&nbsp;%</>}
          </small>
        )}
      <Said line={line} />
    </>
  )
}

/** The answer that a command stands for. */
const answerOf = (deed: Deed | undefined): Answer | undefined => {
  if (deed === undefined) return undefined
  if ("class" in deed) return { _tag: "Label", class: deed.class }
  return deed.command === "cannotTell" ? { _tag: "CannotTell" } : deed.command === "bad" ? { _tag: "Bad" } : undefined
}

const Lines = ({ open }: { readonly open: (at: number) => void }) => {
  const { review } = useStudio(), lines = review.lines.value
  const press = (deed: Deed | undefined, key: string, at: number): boolean | number => {
    const line = lines[at]
    if (line === undefined) return false
    const [best] = line.suggestions
    const accept = deed !== undefined && "command" in deed && deed.command === "accept" && best !== undefined
    const answer = accept
      ? { _tag: "Label" as const, class: best.class }
      : key === "Enter" && line.class !== null
      ? { _tag: "Label" as const, class: line.class }
      : answerOf(deed)
    if (answer !== undefined) {
      review.answer(line, answer)
      if (at > lines.length - 12) review.more()
      return Math.min(lines.length - 1, at + 1)
    }
    if (deed !== undefined && "command" in deed && deed.command === "palette") return open(at), true
    return false
  }
  return (
    <Cells
      label="Items to look at again"
      cells={lines.map((line) => ({
        key: line.item,
        selected: line.now !== undefined,
        look: line.now === undefined ? "line" : "line done",
        children: <Content line={line} />
      }))}
      click={(at) => open(at)}
      press={press}
    />
  )
}

const empties: Readonly<Record<By, string>> = {
  mistakes: "No label looks like a mistake.",
  confidence: "Nothing is labeled yet.",
  class: "Nothing is labeled yet.",
  disagreement: "People agree on every item that several of them labeled."
}

const Head = () => {
  const { project, review } = useStudio()
  return (
    <header class="head">
      <div class="orders" role="group" aria-label="Order">
        {(Object.keys(orders) as ReadonlyArray<By>).map((by) => (
          <button
            key={by}
            type="button"
            aria-pressed={review.by.value === by}
            onMouseDown={stay}
            onClick={() => review.load(by, by === "class" ? review.only.peek() : undefined)}
          >
            {orders[by]}
          </button>
        ))}
      </div>
      <label class="only">
        Of class
        <select
          value={review.only.value ?? ""}
          onChange={({ currentTarget: { value } }) =>
            review.load(review.by.peek(), value === "" ? undefined : Number(value))}
        >
          <option value="">all</option>
          {project.named.value.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <p class="note">
        {review.busy.value && review.lines.value.length === 0 ? "…" : review.total.value.toLocaleString("en")}{" "}
        items. A class's key gives the item in focus that class, Enter keeps its label, a takes the model's; all go on
        to the next.
      </p>
    </header>
  )
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** Looking again at what was labeled. */
export const ReviewView = () => {
  const { dialog, review } = useStudio(), at = useSignal<number | undefined>(undefined)
  useEffect(() => {
    review.load(review.by.peek(), review.only.peek())
    return review.leave
  }, [])
  useEffect(() => {
    if (dialog.value === undefined) at.value = undefined
  }, [dialog.value])
  const line = at.value === undefined ? undefined : review.lines.value[at.value]
  const open = (to: number): void => {
    at.value = to
    dialog.value = "other"
  }
  return (
    <section class="many" aria-label="Review">
      <Head />
      {review.lines.value.length === 0
        ? (
          <p class="nothing" role="status">
            {review.busy.value ? sentence(review.waiting.value ?? "Looking …") : empties[review.by.value]}
          </p>
        )
        : <Lines open={open} />}
      {review.lines.value.length < review.total.value && review.lines.value.length > 0
        ? <button type="button" class="more" onClick={review.more}>More</button>
        : null}
      {line === undefined
        ? null
        : <Palette title={`Item ${line.id}`} pick={(id) => review.answer(line, { _tag: "Label", class: id })} />}
    </section>
  )
}
