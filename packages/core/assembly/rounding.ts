// Bounds in single precision: never below, and never above. By a part of their size, and by more than a denormal number
// rounds, which has no part to spare.

export function up(x: f64): f32 {
  return <f32> (x * (1 + 3e-7) + 3e-45)
}

export function down(x: f64): f32 {
  return <f32> max(x * (1 - 3e-7) - 3e-45, 0)
}
