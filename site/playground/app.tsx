/** The page: the question on the left, the map, the picks and the trace. */
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { Picks, Trace } from "./answer.tsx"
import { completions } from "./complete.ts"
import { asCommand, asTypeScript, asYaml } from "./copy.ts"
import { Plane } from "./map.tsx"
import type { Control } from "./protocol.ts"
import type { State } from "./state.ts"

interface Props {
  readonly state: State
}

const Strategy = ({ state }: Props) => {
  const field = useRef<HTMLTextAreaElement>(null), cursor = useSignal(-1)
  const names = state.hello.value?.names ?? []
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
        aria-invalid={state.problem.value !== undefined}
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
      <pre id="problem" role="status" class={state.problem.value === undefined ? "" : "problem"}>
        {state.problem.value ?? ""}
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

const Copy = ({ state }: Props) => {
  const said = useSignal("")
  const { budget, labeled, pool, seed, text } = state
  const question = () => ({
    pool: pool.value,
    text: text.value,
    budget: budget.value,
    seed: seed.value,
    labeled: labeled.value.length,
    ...(state.shown.value?.words === undefined ? {} : { words: state.shown.value.words })
  })
  // An experiment needs the labels of all items: of a pool of one's own nobody knows whether they are there.
  const isOwn = state.shown.value?.words !== undefined
  const ways = [
    ["command", asCommand],
    ["TypeScript", asTypeScript],
    ...(isOwn ? [] : [["YAML", asYaml] as const])
  ] as const
  return (
    <details>
      <summary>Ask the same elsewhere</summary>
      {ways.map(([name, write]) => (
        <div key={name}>
          <button
            type="button"
            onClick={() =>
              void navigator.clipboard.writeText(write(question())).then(
                () => said.value = `copied as ${name}`,
                () => said.value = "the browser does not let this page copy: take the text below"
              )}
          >
            Copy as {name}
          </button>
          <pre tabIndex={0}>{write(question())}</pre>
        </div>
      ))}
      <p role="status">{said.value}</p>
    </details>
  )
}

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
    <Copy state={state} />
  </form>
)

/** The whole page. */
export const App = ({ state }: Props) => (
  <>
    <header>
      <h1>Playground</h1>
      <p>Write a strategy or move a slider, and see what it picks, and why. Everything is computed in this browser.</p>
    </header>
    <main class={state.problem.value === undefined ? "" : "stale"}>
      <Ask state={state} />
      <section aria-label="Map">
        <Plane state={state} />
        <p class="legend">
          dots: items; crosses: labeled; numbers: picks, in their order. {state.hello.value === undefined
            ? state.problem.value === undefined ? "Getting ready …" : "It cannot begin."
            : `${Math.round(state.ms.value)} ms`}
        </p>
        <Trace state={state} />
      </section>
      <section aria-label="Picks">
        <h2>Picks</h2>
        <Picks state={state} />
      </section>
    </main>
  </>
)
