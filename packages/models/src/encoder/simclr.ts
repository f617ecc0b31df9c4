/** SimCLR: encoders trained here, without labels. */
export { CheckpointError, type CheckpointProblem } from "./simclr/checkpoint.ts"
export type { Contrast } from "./simclr/contrast.ts"
export type { Epoch } from "./simclr/epochs.ts"
export { knn, type Known, type Voting } from "./simclr/knn.ts"
export type { Held, Monitor } from "./simclr/monitor.ts"
export { fit, pretrain, type Pretraining, type PretrainingError } from "./simclr/pretrain.ts"
export type { Options } from "./simclr/settings.ts"
export { Views, views } from "./simclr/views.ts"
