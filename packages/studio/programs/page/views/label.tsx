import { useStudio } from "../context.ts"
import { Choices, OtherAnswers } from "../parts/choices.tsx"
import { KeyOf } from "../parts/key.tsx"
import { Pictures } from "../parts/pictures.tsx"
import { Strip } from "../parts/strip.tsx"
import { Row, Writing } from "../parts/writing.tsx"
import { perform } from "../press.ts"
import { reasonOf, spoken } from "../state/label.ts"
import type { ItemView } from "../wire.ts"

const Body = ({ items }: { readonly items: ReadonlyArray<ItemView> }) => {
  const kind = useStudio().project.parts.kind.value, [item] = items
  if (item === undefined) return null
  if (kind === "image") return <Pictures items={items} />
  return kind === "text" ? <Writing item={item} /> : <Row item={item} />
}

/** What others, or the same person, said of it. */
const Before = ({ item }: { readonly item: ItemView }) => {
  const { project } = useStudio(), mine = item.said.filter(({ who }) => who === project.parts.me.value)
  const said = item.order === "overlap" ? mine : item.said
  if (said.length === 0) return null
  return <p class="before">{said.map(({ answer, who }) => `${who}: ${spoken(answer, project.nameOf)}`).join(" · ")}</p>
}

/** What a table says of an image: the first of it in sight, all of it for who points at it. */
const Facts = ({ fields }: Pick<ItemView, "fields">) => {
  if (fields === null || fields.length === 0) return null
  const texts = fields.map(({ name, value }) => `${name}: ${value}`)
  return <span class="facts" title={texts.join("\n")}>{texts.slice(0, 4).join(" · ")}</span>
}

const Caption = ({ item }: { readonly item: ItemView }) => {
  const studio = useStudio()
  return (
    <figcaption>
      <span class={item.heldOut ? "why measure" : "why"}>{reasonOf(item)}</span>
      {useStudio().project.parts.kind.value === "image" ? <Facts fields={item.fields} /> : null}
      <span class="id">{item.id}</span>
      <button type="button" class="link" onClick={() => perform(studio, "similar")}>
        Similar <KeyOf command="similar" />
      </button>
    </figcaption>
  )
}

const Nothing = () => {
  const { labeling, project } = useStudio()
  switch (labeling.state.value) {
    case "asking":
      return <p class="nothing" role="status">Fetching the first item …</p>
    case "away":
      return <p class="nothing" role="status">The server does not answer. The page asks again every two seconds.</p>
    default:
      return (
        <div class="nothing" role="status">
          <h2>Everything is answered.</h2>
          <p>
            All {project.parts.size.value.toLocaleString("en")}{" "}
            items have an answer, or are with someone else right now.
          </p>
        </div>
      )
  }
}

// The same elements every time: they change by themselves, and not because another item came.
const answers = (
  <div class="answer">
    <Choices />
    <OtherAnswers />
  </div>
)
const strip = <Strip />

/** One item after the other. */
export const LabelView = () => {
  const { labeling } = useStudio()
  const items = labeling.queue.value.ahead, [item] = items
  if (item === undefined) {
    return (
      <section class="label" aria-label="Label">
        <Nothing />
        <Strip />
      </section>
    )
  }
  return (
    <section class="label" aria-label="Label">
      <figure class="stage">
        <Body items={items} />
        <Caption item={item} />
        <Before item={item} />
      </figure>
      {answers}
      {strip}
    </section>
  )
}
