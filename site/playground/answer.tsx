/** The answer in words: the picks, and the trace. */
import { useEffect, useRef } from "preact/hooks"
import type { Shown } from "./protocol.ts"
import type { State } from "./state.ts"

interface Props {
  readonly state: State
}

const Image = ({ at, pool }: { readonly at: number; readonly pool: Shown }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const pen = canvas.current?.getContext("2d"), { images } = pool
    if (pen === null || pen === undefined || images === undefined) return
    const picture = pen.createImageData(8, 8)
    for (let i = 0; i < 64; i++) picture.data.set([0, 0, 0, images[at * 64 + i]! * 15.9], i * 4)
    pen.putImageData(picture, 0, 0)
  }, [at, pool])
  return <canvas ref={canvas} class="digit" width={8} height={8} role="img" aria-label={`image of item ${at}`} />
}

/** The picture of an item, where there is one. */
const Picture = ({ at, pool }: { readonly at: number; readonly pool: Shown }) =>
  pool.images !== undefined
    ? <Image at={at} pool={pool} />
    : pool.pictured?.has(at) === true
    ? <img class="photo" src={`/thumb/${at}?edge=96`} alt={`image of ${nameOf(at, pool)}`} loading="lazy" />
    : null

/** An item by its own name, or its number. */
export const nameOf = (at: number, { ids }: Shown): string => ids?.[at] ?? `item ${at}`

/** Its class in brackets, where it is known and has a name. */
const classOf = (at: number, { classNames = [], truth }: Shown): string => {
  const name = classNames[truth[at]!]
  return name === undefined ? "" : ` (${name})`
}

const List = ({ state }: Props) => {
  const pool = state.shown.value, answer = state.answer.value
  if (pool === undefined || answer === undefined) return null
  return (
    <ol class="picks">
      {answer.picks.map(({ position, why }) => (
        <li
          key={position}
          onPointerEnter={() => state.marked.value = position}
          onPointerLeave={() => state.marked.value = undefined}
        >
          <Picture at={position} pool={pool} />
          <span>
            <b>{nameOf(position, pool)}</b>
            {classOf(position, pool)} <span class="why">{why}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

/** What is to be known of the picks: that they are of an earlier question, or that nothing tells the items apart. */
const Notes = ({ state: { answer, isOld } }: Props) => (
  <div role="status">
    {isOld.value && answer.value !== undefined
      ? (
        <p class="note">
          These are of <code>{answer.value.text}</code>, the last question that has an answer.
        </p>
      )
      : null}
    {(answer.value?.remarks ?? []).map((remark) => <p class="note" key={remark}>{remark}</p>)}
  </div>
)

/** The picks with their reasons. */
export const Picks = ({ state }: Props) => (
  <>
    <Notes state={state} />
    <List state={state} />
  </>
)

/** What each step left. */
export const Trace = ({ state }: Props) => (
  <div class="wide" tabIndex={0} role="region" aria-label="Trace">
    <table>
      <caption>What each step left</caption>
      <thead>
        <tr>
          <th scope="col">step</th>
          <th scope="col">left</th>
          <th scope="col">it says</th>
        </tr>
      </thead>
      <tbody>
        {(state.answer.value?.trace ?? []).map(({ left, notes, status, text }, i) => (
          <tr key={i}>
            <td>
              <code>{text}</code>
            </td>
            <td>{left}</td>
            <td>{status === "ran" ? notes : `${status} ${notes}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
