import { assert, describe, it } from "vitest"
import { roleOfName } from "./role-names.ts"

const names = {
  label: [
    "label",
    "Label",
    "LABELS",
    "target",
    "Target",
    "class",
    "classes",
    "category",
    "species",
    "true_label",
    "trueLabel",
    "TrueLabel",
    "class_id",
    "label-name",
    "target class",
    "ground_truth",
    "fine_label",
    "y_true"
  ],
  split: ["split", "Split", "fold", "kfold", "subset", "is_train", "isTest", "cv_fold"],
  prediction: ["pred", "Prediction", "predicted", "y_pred", "predicted_label", "prob_cat", "probability", "logits"],
  id: [
    "id",
    "ID",
    "Id",
    "index",
    "Unnamed: 0",
    "unnamed: 12",
    "idx",
    "row",
    "image_id",
    "imageID",
    "ImageId",
    "uuid",
    "__index_level_0__",
    "level_0",
    "file_name",
    "fileName",
    "path",
    "user_id",
    "id_x"
  ],
  metadata: ["confidence", "width", "Height", "timestamp", "created_at", "date", "lead_time"],
  feature: [
    "x",
    "x0",
    "paid",
    "grid",
    "petal_width",
    "sepal length (cm)",
    "pclass",
    "embedding",
    "0",
    "idle",
    "width_mm",
    "splitting",
    "labelled_area_2",
    "score",
    "age",
    "centroid"
  ]
}

describe("roleOfName", () => {
  it.each(Object.entries(names))("knows what is a %s, in any case and with any signs", (role, some) => {
    assert.deepStrictEqual(some.map((name) => [name, roleOfName(name)]), some.map((name) => [name, role]))
  })

  it("never takes a list of boxes or tokens for the vector, but a list of pixels", () => {
    const lists = ["bbox", "tags", "input_ids", "attention_mask", "token_type_ids"]
    assert.deepStrictEqual(lists.map((name) => roleOfName(name, true)), lists.map(() => "metadata"))
    assert.deepStrictEqual(["image", "pixel_values", "width"].map((name) => roleOfName(name, true)), [
      "feature",
      "feature",
      "feature"
    ])
    assert.strictEqual(roleOfName("label", true), "label")
  })
})
