import { presentsImmutable } from '../../../../shared/domain/subject'
import { type ActionOf, NOTHING, type StepDriver, standingOf } from './driver'

/** Opts in to the immutable subject, or back out of it. The claims of the template are sent as they stand. */
export const setSubjectForm: StepDriver<ActionOf<'set-subject-form'>> = {
  async standing(action, reach) {
    const settings = await reach.github.subject(action.repository)
    const keys = settings.useDefault ? null : settings.claimKeys
    if (JSON.stringify(keys) !== JSON.stringify(action.claimKeys)) {
      const now = keys === null ? 'the default again' : keys.join(', ')
      return { at: 'moved', says: `The template of the subject is ${now}.` }
    }
    return standingOf(
      presentsImmutable(settings),
      action.before,
      action.after,
      () => 'It was changed meanwhile.',
    )
  },
  async run(action, reach) {
    await reach.github.setSubjectForm(action.repository, action.claimKeys, action.after)
    return NOTHING
  },
  async takeBack(action, _outcome, reach) {
    await reach.github.setSubjectForm(action.repository, action.claimKeys, action.before)
  },
}
