// Bounds in single precision: never below, and never above. By a part of their size, and by more than a denormal number
// rounds, which has no part to spare.

export function up(x: f64): f32 {
  return <f32> (x * (1 + 3e-7) + 3e-45)
}

/** A bound from below on the distance to a center that moved by `drift`. */
export function loosened(bound: f32, drift: f32): f32 {
  return max(bound - drift, 0) * <f32> (1 - 3e-7)
}

export function down(x: f64): f32 {
  return <f32> max(x * (1 - 3e-7) - 3e-45, 0)
}
