import { useStudio } from "../context.ts"
import { commandNames, commands, keysOf } from "../state/keys.ts"
import { Over } from "./dialog.tsx"
import { Key } from "./key.tsx"

/** The groups of commands, in order. */
export const groups = ["Answer", "Look", "Go to", "Page"] as const

const InGrid = () => (
  <section>
    <h3>In the grid, in review and on the map</h3>
    <dl>
      <div>
        <dt>
          <Key name="ArrowLeft" />
          <Key name="ArrowRight" />
          <Key name="ArrowUp" />
          <Key name="ArrowDown" />
        </dt>
        <dd>Move</dd>
      </div>
      <div>
        <dt>
          <Key name="Space" />
        </dt>
        <dd>Grid: drop an item, or take it in again</dd>
      </div>
      <div>
        <dt>
          <Key name="Enter" />
        </dt>
        <dd>Grid: label what is selected. Review: keep the label</dd>
      </div>
      <div>
        <dt>
          <Key name="1" />…<Key name="0" />
        </dt>
        <dd>Give the item in focus this class</dd>
      </div>
    </dl>
  </section>
)

/** Which key does what. */
export const Help = () => {
  const { dialog, keys, project } = useStudio(), map = keys.value
  return (
    <Over title="Keys" wide>
      <div class="columns">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commandNames.filter((name) => commands[name].group === group).map((name) => (
                <div key={name}>
                  <dt>{keysOf(map, name).slice(0, 2).map((key) => <Key key={key} name={key} />)}</dt>
                  <dd>{commands[name].title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <InGrid />
        <section>
          <h3>Classes</h3>
          <dl>
            {project.named.value.filter(({ key }) => key !== null).map(({ id, key, name }) => (
              <div key={id}>
                <dt>
                  <Key name={key} />
                </dt>
                <dd>{name}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <p class="hint">
        Nothing here works while you type.{" "}
        <button type="button" class="link" onClick={() => (dialog.value = "keys")}>Change keys …</button>
      </p>
    </Over>
  )
}
