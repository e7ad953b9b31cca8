import { type ActionOf, NOTHING, type StepDriver, standingOf } from './driver'

/** Sets a variable of the repository or of one environment. */
export const setVariable: StepDriver<ActionOf<'set-variable'>> = {
  async standing(action, reach) {
    const now = await reach.github.variable(action.repository, action.environment, action.name)
    return standingOf(now, action.before, action.after, (found) =>
      found === null ? `${action.name} is gone.` : `${action.name} is now ${found}.`,
    )
  },
  async run(action, reach) {
    await reach.github.setVariable(action.repository, action.environment, action.name, action.after)
    return NOTHING
  },
  async takeBack({ repository, environment, name, before }, _outcome, reach) {
    if (before === null) await reach.github.deleteVariable(repository, environment, name)
    else await reach.github.setVariable(repository, environment, name, before)
  },
}

/** Sets a secret. Nobody can read one back, so only a new one can be taken back: by deleting it. */
export const setSecret: StepDriver<ActionOf<'set-secret'>> = {
  async standing(action, reach) {
    const exists = await reach.github.secretExists(action.repository, action.environment, action.name)
    if (action.existed)
      return exists ? { at: 'before' } : { at: 'moved', says: `The secret ${action.name} is gone.` }
    return exists ? { at: 'after', outcome: NOTHING } : { at: 'before' }
  },
  async run(action, reach) {
    const { repository, environment, name, value, typed } = action
    await reach.github.setSecret(
      repository,
      environment,
      name,
      typed === undefined ? value : reach.typed(typed, name),
    )
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.github.deleteSecret(action.repository, action.environment, action.name)
  },
}

/** Lets the repository see a variable of its organization, or no more. */
export const shareVariable: StepDriver<ActionOf<'share-variable'>> = {
  async standing({ organization, name, repositoryId }, reach) {
    const shared = await reach.github.repositoriesOfVariable(organization, name)
    if (shared === null) return { at: 'moved', says: `The variable ${name} of ${organization} is gone.` }
    return shared.includes(repositoryId) ? { at: 'after', outcome: NOTHING } : { at: 'before' }
  },
  async run({ organization, name, repositoryId }, reach) {
    await reach.github.shareVariable(organization, name, repositoryId)
    return NOTHING
  },
  async takeBack({ organization, name, repositoryId }, _outcome, reach) {
    await reach.github.unshareVariable(organization, name, repositoryId)
  },
}

/** Enables a workflow that was disabled. */
export const enableWorkflow: StepDriver<ActionOf<'enable-workflow'>> = {
  async standing(action, reach, outcome) {
    const now = await reach.github.workflowState(action.repository, action.workflowId)
    /* GitHub has a call for one reason to disable only: taken back, it is disabled by hand, whatever it was before. */
    if (outcome !== null && now.startsWith('disabled_')) return { at: 'before' }
    return standingOf(now, action.before, 'active', (found) => `The workflow is now ${found}.`)
  },
  async run(action, reach) {
    await reach.github.enableWorkflow(action.repository, action.workflowId)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.github.disableWorkflow(action.repository, action.workflowId)
  },
}
