/** Annotations in the form in which Label Studio sends them. */
/** So many items a project of the tests has. */
export const SIZE = 10
/** Their names. */
export const ids = Array.from({ length: SIZE }, (_, i) => `${i + 1}.jpg`)
const config = `<View><Image name="image" value="$image"/><Choices name="animal" toName="image">
  <Choice value="cat"/><Choice value="dog"/><Choice value="${"x".repeat(201)}"/></Choices></View>`

/** What an annotation says of which item, when and by whom. */
export interface Made {
  readonly item?: number
  readonly choice?: string | null
  readonly at?: string
  readonly by?: number
}

/** An annotation as Label Studio tells it; no choice means that it was cancelled. */
export const annotation = (id: number, { at = "2026-11-29T00:00:00Z", by = 1, choice = "cat" }: Made) => ({
  id,
  completed_by: by,
  created_username: ` p${by}@x.org, ${by}`,
  result: choice === null
    ? []
    : [{ type: "choices", from_name: "animal", to_name: "image", value: { choices: [choice] } }],
  was_cancelled: choice === null,
  lead_time: 1.9,
  created_at: "2026-11-29T00:00:00Z",
  updated_at: at
})

/** The task of an item. */
export const task = (item: number) => ({ id: 100 + item, data: { image: `/data/upload/7/0f12ab34-${item + 1}.jpg` } })

/** What Label Studio sends when an annotation was made, changed or deleted. */
export const hook = (action: string, id: number, made: Made = {}) => ({
  action: `ANNOTATION_${action}`,
  annotation: annotation(id, made),
  task: task(made.item ?? 0),
  project: { id: 7, label_config: config }
})
