import { type Act, blocks } from '../job-scene'

/** Any action that the runner does not play: it says that it ran, and succeeds. */
export const otherAction: Act = async ({ log, step, with: inputs, env }) => {
  log.group(`Run ${step.uses}`, blocks(inputs, env))
  return 'success'
}
