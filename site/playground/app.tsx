/** The page: the question on the left, the map, the picks and the trace. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { Picks, Trace } from "./answer.tsx"
import { Classes } from "./classes.tsx"
import { completions } from "./complete.ts"
import { Elsewhere } from "./elsewhere.tsx"
import { Plane } from "./map.tsx"
import type { Control } from "./protocol.ts"
import type { State } from "./state.ts"

interface Props {
  readonly state: State
}

const Strategy = ({ state }: Props) => {
  const field = useRef<HTMLTextAreaElement>(null), cursor = useSignal(-1)
  const names = state.hello.value?.names ?? [], problem = state.slow.value ? undefined : state.problem.value
  const found = cursor.value < 0 ? [] : completions(state.text.value, cursor.value, names)
  return (
    <div>
      <label for="strategy">Strategy</label>
      <textarea
        id="strategy"
        ref={field}
        rows={3}
        spellcheck={false}
        value={state.text.value}
        aria-invalid={problem !== undefined}
        aria-describedby="problem"
        onInput={({ currentTarget }) => {
          cursor.value = currentTarget.selectionStart
          state.text.value = currentTarget.value
        }}
      />
      <ul class="found" aria-label="Names that fit">
        {found.map((one) => (
          <li key={one.name}>
            <button
              type="button"
              title={one.summary}
              onClick={() => {
                state.text.value = one.text
                cursor.value = -1
                field.current?.focus()
              }}
            >
              {one.name}
            </button>
          </li>
        ))}
      </ul>
      <pre id="problem" role="status" class={problem === undefined ? "" : "problem"}>
        {problem ?? ""}
      </pre>
    </div>
  )
}

const Slider = (
  { control, turn }: { readonly control: Control; readonly turn: (value: number | string | boolean) => void }
) => {
  const { about, kind, of, option, part, value } = control, id = `option-${part}-${option}`
  return (
    <div class="option" title={about}>
      <label for={id}>
        {of} <b>{option}</b> {kind._tag === "Number" ? <output>{Number(Number(value).toPrecision(3))}</output> : null}
      </label>
      {kind._tag === "Number"
        ? (
          <input
            id={id}
            type="range"
            min={kind.least}
            max={kind.most}
            step={kind.step}
            value={Number(value)}
            onInput={({ currentTarget }) => turn(Number(currentTarget.value))}
          />
        )
        : kind._tag === "Switch"
        ? (
          <input
            id={id}
            type="checkbox"
            checked={value === true}
            onChange={({ currentTarget }) => turn(currentTarget.checked)}
          />
        )
        : (
          <select id={id} value={String(value)} onChange={({ currentTarget }) => turn(currentTarget.value)}>
            {kind.among.map((one) => <option key={one}>{one}</option>)}
          </select>
        )}
    </div>
  )
}

const Whole = (
  { label, max, min, value }: {
    readonly label: string
    readonly min: number
    readonly max: number
    readonly value: { value: number }
  }
) => (
  <div class="option">
    <label for={label}>
      <b>{label}</b> <output>{value.value}</output>
    </label>
    <input
      id={label}
      type="range"
      min={min}
      max={max}
      value={value.value}
      onInput={({ currentTarget }) => {
        value.value = Number(currentTarget.value)
      }}
    />
  </div>
)

/** Which pool; where there is one, its name alone. */
const Pool = ({ state }: Props) => {
  const pools = state.hello.value?.pools ?? [], [first] = pools
  if (first !== undefined && pools.length === 1) {
    return (
      <p class="pool">
        <b>{first.name}</b>, {first.points.length} items
      </p>
    )
  }
  return (
    <>
      <label for="pool">Pool</label>
      <select id="pool" value={state.pool.value} onChange={({ currentTarget }) => state.take(currentTarget.value)}>
        {pools.map(({ name }) => <option key={name}>{name}</option>)}
      </select>
    </>
  )
}

const Ask = ({ state }: Props) => (
  <form class="ask" onSubmit={(event) => event.preventDefault()}>
    <Pool state={state} />
    <Strategy state={state} />
    <Whole label="budget" min={1} max={40} value={state.budget} />
    <Whole label="seed" min={0} max={50} value={state.seed} />
    {(state.answer.value?.controls ?? []).map((control) => (
      <Slider
        key={`${control.part} ${control.option}`}
        control={control}
        turn={(value) => state.turn(control, value)}
      />
    ))}
    <p class="acts">
      <button type="button" onClick={state.label}>Label the picks</button>
      <button type="button" onClick={state.reset}>Labels as at first</button>
      {state.shown.value?.labeled.length ? <button type="button" onClick={state.forget}>No labels</button> : null}
      <span>{state.labeled.value.length} labeled</span>
    </p>
    <Elsewhere state={state} />
  </form>
)

/** What the signs of the map mean, and how long the answer took. */
const Legend = ({ state: { hello, ms, problem, shown } }: Props) => (
  <div class="legend">
    <p>
      dots: items{shown.value?.truth.some((c) => c >= 0) ? ", in the colors of their classes" : ""}; crosses: labeled;
      {" "}
      numbers: picks, in their order. {hello.value === undefined
        ? problem.value === undefined ? "Getting ready …" : "It cannot begin."
        : `${Math.round(ms.value)} ms`}
    </p>
    <Classes pool={shown.value} />
  </div>
)

/** The whole page. */
export const App = ({ state }: Props) => (
  <>
    <header>
      <h1>Playground</h1>
      <p>Write a strategy or move a slider, and see what it picks, and why. Everything is computed in this browser.</p>
    </header>
    <main class={state.isOld.value ? "stale" : ""}>
      <Ask state={state} />
      <section class="plane" aria-label="Map">
        <Plane state={state} />
        <p class="busy" role="status">{state.slow.value ? "Computing …" : ""}</p>
        <Legend state={state} />
      </section>
      <section class="chosen" aria-label="Picks">
        <h2>Picks</h2>
        <Picks state={state} />
      </section>
      <section class="traced" aria-label="Steps">
        <Trace state={state} />
      </section>
    </main>
  </>
)
