/** Fashion-MNIST's first images, where Debian's package dataset-fashion-mnist or `marginalia data` put them. */
import { loadDataset } from "@marginalia/datasets"

const { test, train } = await loadDataset("fashion-mnist")
const splits = { train, test }

/** The first `rows` images of a split, with their classes. */
export const fashion = (split: "train" | "test", rows: number) => {
  const { items, labels } = splits[split], width = items.data.length / items.rows
  return {
    items: { ...items, data: items.data.subarray(0, rows * width), rows: Math.min(rows, items.rows) },
    labels: labels.slice(0, rows)
  }
}
