import { counted } from "@marginalia/core/Words"
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { Accuracy, Balance, Learner, WorthIt } from "../parts/panel.tsx"

const names = {
  labeled: "labeled",
  open: "open",
  skipped: "skipped",
  cannotTell: "cannot tell",
  bad: "bad",
  conflict: "in conflict"
} as const

/** What the items are. */
const Counts = () => {
  const { parts } = useStudio().project, counts = parts.counts.value, size = parts.size.value
  return (
    <section aria-label="Items" class="counts">
      <h2>{size.toLocaleString("en")} items</h2>
      <dl>
        {(Object.keys(names) as Array<keyof typeof names>).map((name) => (
          <div key={name}>
            <dt>{names[name]}</dt>
            <dd>{counts[name].toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Who works here, and how far they agree. */
const People = () => {
  const { agreement, me, overlap, people } = useStudio().project.view.value
  return (
    <section aria-label="People">
      <h2>People</h2>
      <ul class="people">
        {people.map(({ answers, here, who }) => (
          <li key={who}>
            <i class={here ? "here" : ""} title={here ? "here now" : "not here"} />
            <span>{who}{who === me ? " (you)" : ""}</span>
            <span class="count">{counted(answers, "answer")}</span>
          </li>
        ))}
      </ul>
      <p class="note">
        {agreement === null
          ? overlap === 0
            ? "Nobody is asked for second opinions (overlap is 0)."
            : `${Math.round(overlap * 100)}\u00a0% of the items are for a second opinion; there is none yet.`
          : `On ${counted(agreement.items, "item")} with several answers: kappa ${
            agreement.kappa.toFixed(2)
          }, Krippendorff's alpha ${agreement.alpha.toFixed(2)}.`}
      </p>
    </section>
  )
}

/** The strategy, as text; the server says what is wrong with it. */
const Strategy = () => {
  const { acts, project } = useStudio(), now = project.parts.strategy.value
  const text = useSignal(now)
  useEffect(() => {
    text.value = now
  }, [now])
  const choose = (event: Event): void => {
    event.preventDefault()
    const strategy = text.value.trim()
    if (strategy === now || strategy === "") return
    acts.post("/api/strategy", { strategy }, { view: "progress", what: `Strategy ${strategy}` })
  }
  return (
    <section aria-label="Strategy">
      <h2>Strategy</h2>
      <form class="strategy" onSubmit={choose}>
        <textarea
          aria-label="Strategy, as text"
          rows={2}
          spellcheck={false}
          value={text}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey) choose(event)
          }}
        />
        <button type="submit" disabled={text.value.trim() === now}>Use it</button>
      </form>
      <p class="note">Any strategy, as on the command line. The order changes when the learner is done with it.</p>
    </section>
  )
}

/** What can be had; a click asks whether it can, before the browser fetches it. */
const Exports = () => {
  const { exporting, project } = useStudio(), { making } = exporting
  return (
    <section aria-label="Export">
      <h2>Export</h2>
      <ul class="exports">
        {project.parts.exports.value.map((form) => (
          <li key={form.format}>
            <a
              href={`/api/export?format=${encodeURIComponent(form.format)}`}
              download
              aria-busy={making.value === form.format}
              onClick={(event) => {
                event.preventDefault()
                void exporting.fetch(form)
              }}
            >
              {form.title}
            </a>
            <small>{making.value === form.format ? "being made\u2026" : form.says}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Everything about the project but its items. */
export const ProgressView = () => (
  <section class="progress-view" aria-label="Progress">
    <Accuracy />
    <WorthIt />
    <Balance most={1000} />
    <Counts />
    <People />
    <Learner />
    <Strategy />
    <Exports />
  </section>
)
