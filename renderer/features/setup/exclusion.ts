import type { Step } from '../../../shared/domain/plan'

/** The steps that fall away with the excluded ones, because they depend on one of them. */
export function fallingWith(steps: readonly Step[], excluded: ReadonlySet<string>): Set<string> {
  const gone = new Set(excluded)
  let before = -1
  while (gone.size !== before) {
    before = gone.size
    for (const step of steps) {
      if (step.dependsOn.some((id) => gone.has(id))) gone.add(step.id)
    }
  }
  return gone
}
