import { StudioContext, useStudio } from "./context.ts"
import { Bar } from "./parts/bar.tsx"
import { Help } from "./parts/help.tsx"
import { ManageClasses } from "./parts/manage-classes.tsx"
import { OwnKeys } from "./parts/own-keys.tsx"
import { Palette } from "./parts/palette.tsx"
import { Panel } from "./parts/panel.tsx"
import { Similar } from "./parts/similar.tsx"
import type { Studio } from "./state/studio.ts"
import { GridView } from "./views/grid.tsx"
import { LabelView } from "./views/label.tsx"
import { MapView } from "./views/map.tsx"
import { ProgressView } from "./views/progress.tsx"
import { ReviewView } from "./views/review.tsx"

const Dialogs = () => {
  const { dialog, labeling, similarTo } = useStudio()
  const item = labeling.current.peek()
  switch (dialog.value) {
    case "help":
      return <Help />
    case "keys":
      return <OwnKeys />
    case "classes":
      return <ManageClasses />
    case "palette":
      return <Palette title="Which class?" pick={(id) => labeling.answer({ _tag: "Label", class: id }, item)} />
    case "similar":
      return similarTo.value === undefined ? null : <Similar item={similarTo.value} />
    case "other":
    case undefined:
      return null
  }
}

const Front = () => {
  switch (useStudio().view.value) {
    case "grid":
      return <GridView />
    case "review":
      return <ReviewView />
    case "map":
      return <MapView />
    case "progress":
      return <ProgressView />
    default:
      return (
        <>
          <LabelView />
          <aside aria-label="Progress">
            <Panel />
          </aside>
        </>
      )
  }
}

const Messages = () => {
  const { say } = useStudio()
  return (
    <>
      <div class="told" role="status" aria-live="polite">
        {say.told.value.map(({ id, text, tone }) => <p key={id} class={tone}>{text}</p>)}
      </div>
      <div class="unseen" aria-live="polite">{say.whispered.value}</div>
    </>
  )
}

/** The page. */
export const App = ({ studio }: { readonly studio: Studio }) => (
  <StudioContext.Provider value={studio}>
    <Bar />
    <main class={studio.view.value}>
      <Front />
    </main>
    <Messages />
    <Dialogs />
  </StudioContext.Provider>
)
